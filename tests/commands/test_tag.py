import json
import os

import pytest
from click.testing import CliRunner

from fidelity.commands.tag import tag

CLEAR = "Mum to take the console for one evening each time he is late, and dad will back her up."
TURNS = [
    {"id": "a", "speaker": "caregiver", "text": CLEAR},
    {"id": 7, "speaker": "therapist", "text": CLEAR},
    {"id": "a", "speaker": "note", "text": ""},
]


@pytest.fixture
def run(models_dir, monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("FIDELITY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FIDELITY_MODELS_DIR", str(models_dir))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **more: CliRunner().invoke(tag, arguments, **more)


def lines(turns):
    return "".join(json.dumps(turn) + "\n" for turn in turns)


def test_it_gives_one_line_for_each_turn_in_order(run, tmp_path):
    (tmp_path / "turns.jsonl").write_text(lines(TURNS))

    result = run("turns.jsonl")

    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", 7, "a"]
    assert [bool(row["suggestions"]) for row in rows] == [False, True, False]
    first = rows[1]["suggestions"][0]
    assert list(first) == ["principle", "polarity", "probability", "start", "end"]
    assert CLEAR[first["start"] : first["end"]] == CLEAR


def test_it_knows_turns_and_notes_on_standard_input(run):
    turns, note = run("-", input=lines(TURNS)), run("-", "--json", input=f"Visited Tuesday.\n{CLEAR}")

    assert len(turns.stdout.splitlines()) == 3
    assert [sentence["text"] for sentence in json.loads(note.stdout)["sentences"]] == [
        "Visited Tuesday.",
        CLEAR,
    ]


def test_it_names_the_line_of_a_turn_that_has_no_id(run):
    result = run(
        "-", input='{"speaker": "note", "text": "Visited."}\n\n{"speaker": "note", "text": "Rang."}\n'
    )

    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 3]


def test_a_person_reads_the_sentences_of_a_note_with_what_each_may_show(run, tmp_path):
    (tmp_path / "note.txt").write_text(f"Visited Tuesday.\n- {CLEAR}")

    result = run("note.txt")

    assert result.exit_code == 0
    assert CLEAR in result.stdout
    assert "+ 3 Increasing responsibility (" in result.stdout
    assert "a person decides" in result.stdout


def test_positions_of_a_note_are_those_of_its_words(run, tmp_path):
    text = f"Visited Tuesday.\n- {CLEAR}"
    (tmp_path / "note.md").write_text(text)

    found = json.loads(run("note.md", "--json").stdout)["sentences"]

    assert [text[sentence["start"] : sentence["end"]] for sentence in found] == [s["text"] for s in found]
    assert {text[mark["start"] : mark["end"]] for mark in found[1]["suggestions"]} == {CLEAR}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00", "must be a .txt"),
        ("broken.pdf", b"%PDF-1.4", "damaged"),
        ("turns.jsonl", b'{"id": 1, "speaker": "note", "text": "Fine."}\n{"id": 2', "line 2 is not JSON"),
        ("turns.jsonl", b'{"id": 1, "speaker": "dog", "text": "Private words"}', "speaker must be one of"),
        ("turns.jsonl", b"[1]", "needs an id, a speaker and a text"),
        ("turns.jsonl", b"\xff\xfe", "not UTF-8"),
        ("folder", "folder", "directory"),
    ],
)
def test_it_says_in_one_line_why_it_cannot_read_a_file(run, tmp_path, name, content, says):
    if content == "folder":
        (tmp_path / name).mkdir()
    elif content is not None:
        (tmp_path / name).write_bytes(content)

    result = run(name)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert says in result.stderr
    assert "Private" not in result.stderr


def test_it_loads_no_model_whose_hash_is_wrong(run, models_dir, monkeypatch, tmp_path):
    (tmp_path / "models" / "minilm").mkdir(parents=True)
    (tmp_path / "models" / "minilm" / "model.onnx").write_bytes(b"another model")
    (tmp_path / "models" / "minilm" / "tokenizer.json").write_bytes(b"{}")
    monkeypatch.setenv("FIDELITY_MODELS_DIR", str(tmp_path / "models"))

    result = run("-", input="Visited Tuesday.")

    assert result.exit_code == 1
    assert "model.onnx is not the file it should be" in result.stderr
