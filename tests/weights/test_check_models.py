"""Nothing is loaded that was not hashed first."""

import shutil

import pytest
from click.testing import CliRunner

from fidelity.commands.models import models
from fidelity.weights.catalogue import CATALOGUE
from fidelity.weights.check import MissingModel, StrayModelFile, WrongModelFile, verified

TINY = "whisper-tiny.en"


@pytest.fixture
def own_models(models_dir, tmp_path):
    """A copy of the small files of a model, with links to the rest."""
    source, copy = models_dir / TINY, tmp_path / "models" / TINY
    copy.mkdir(parents=True)
    for path in source.iterdir():
        if path.name == "model.bin":
            (copy / path.name).hardlink_to(path) if _same_disk(path, copy) else shutil.copy(path, copy)
        else:
            shutil.copy(path, copy)
    return tmp_path / "models"


def _same_disk(path, folder):
    return path.stat().st_dev == folder.stat().st_dev


def test_it_returns_the_folder_when_every_hash_is_right(own_models):
    assert verified(own_models, TINY) == own_models / TINY


def test_it_refuses_a_tampered_file_and_names_it_and_both_hashes(own_models):
    tokenizer = own_models / TINY / "tokenizer.json"
    tokenizer.write_bytes(tokenizer.read_bytes() + b" ")

    with pytest.raises(WrongModelFile) as refusal:
        verified(own_models, TINY)

    expected = next(f.sha256 for f in CATALOGUE[TINY].files if f.path == "tokenizer.json")
    assert str(tokenizer) in str(refusal.value)
    assert expected in str(refusal.value)
    assert refusal.value.found in str(refusal.value)
    assert refusal.value.found != expected


def test_it_refuses_a_tampered_file_whose_size_and_time_are_unchanged(own_models):
    import os

    config = own_models / TINY / "config.json"
    before = config.stat()
    config.write_bytes(config.read_bytes().replace(b"1", b"2", 1))
    os.utime(config, ns=(before.st_atime_ns, before.st_mtime_ns))

    with pytest.raises(WrongModelFile):
        verified(own_models, TINY)


def test_it_refuses_a_folder_with_a_file_nobody_reviewed(own_models):
    # CTranslate2 would prefer this one to vocabulary.txt.
    (own_models / TINY / "vocabulary.json").write_text("[]")

    with pytest.raises(StrayModelFile, match=r"vocabulary\.json"):
        verified(own_models, TINY)


def test_it_says_how_to_get_a_model_that_is_missing(tmp_path):
    with pytest.raises(MissingModel, match="fidelity models fetch whisper-base"):
        verified(tmp_path, "whisper-base")


def test_a_folder_of_the_sites_own_is_used_and_reported(tmp_path, caplog):
    (tmp_path / "ours").mkdir()

    assert verified(tmp_path / "models", str(tmp_path / "ours")) == tmp_path / "ours"

    assert "not checked" in caplog.text


def test_the_command_ends_with_1_when_a_file_is_wrong(own_models, monkeypatch):
    monkeypatch.setenv("FIDELITY_MODELS_DIR", str(own_models))
    monkeypatch.setenv("FIDELITY_WHISPER_MODEL", TINY)
    (own_models / TINY / "config.json").write_text("{}")

    outcome = CliRunner().invoke(models, ["check"])

    assert outcome.exit_code == 1
    assert f"{TINY}: wrong" in outcome.output
    assert "config.json is not the file it should be" in outcome.output
    assert "pyannet: wrong" in outcome.output


def test_every_model_of_the_catalogue_is_pinned_in_full():
    hexadecimal = set("0123456789abcdef")

    for model in CATALOGUE.values():
        for file in model.files:
            assert len(file.sha256) == 64
            assert set(file.sha256) <= hexadecimal
            assert not file.hub or len(file.hub.revision) == 40
        for wheel in model.wheels:
            assert "==" in wheel.requirement
            assert len(wheel.sha256) == 64
