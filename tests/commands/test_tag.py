import json
import os
import shutil

import pytest
from click.testing import CliRunner

from fidelity.commands.tag import tag
from fidelity.nlp.types import CONTEXT_UNITS, Sentence, Strength, Weight
from tests.taggers import FakeTagger, mark

CLEAR = "If he is not in by nine, mum takes the phone for the next evening, and dad backs her up."
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


class Sure(FakeTagger):
    """Is sure, fairly sure and hardly sure of three words; cuts at full stops."""

    def _of(self, text):
        return [
            mark(
                text, words, strength=strength, probability=probability, moved_by=self._moved_by(text, words)
            )
            for words, strength, probability in (
                ("kept", Strength.STRONG, 0.9),
                ("week", Strength.USUAL, 0.6),
                ("again", Strength.WEAK, 0.3),
            )
            if words in text
        ]

    def _moved_by(self, text, words):
        starts = text.index(words)
        return (Weight(starts, starts + 3, 0.5), Weight(starts + 1, starts + len(words), 0.2))

    def sentences(self, text):
        ends = [place + 1 for place, letter in enumerate(text) if letter == "."]
        return [Sentence(start, end) for start, end in zip([0, *ends], ends, strict=False)]


@pytest.fixture
def sure(monkeypatch):
    tagger = Sure("sure")
    monkeypatch.setattr("fidelity.commands.tag._tagger", lambda: tagger)
    return tagger


@pytest.mark.parametrize(
    ("option", "words"),
    [((), ["kept", "week"]), (("--fewer",), ["kept"]), (("--more",), ["kept", "week", "again"])],
)
def test_it_says_what_is_offered_as_a_rule_or_more_or_less_of_it(run, sure, option, words):
    text = "You kept at it all week. And again."

    note = json.loads(run("-", "--json", *option, input=text).stdout)
    turn = json.loads(run("-", *option, input=lines([{"speaker": "therapist", "text": text}])).stdout)

    assert list(note) == ["model", "sentences"]
    assert [list(sentence) for sentence in note["sentences"]] == [["start", "end", "text", "suggestions"]] * 2
    of_note = [found for sentence in note["sentences"] for found in sentence["suggestions"]]
    assert [text[found["start"] : found["end"]] for found in of_note] == words
    assert of_note == turn["suggestions"]
    assert {tuple(found) for found in of_note} == {("principle", "polarity", "probability", "start", "end")}


def test_a_person_reads_how_sure_it_is_and_which_words_carry_it(run, sure):
    said = run("-", "--more", input="You kept at it all\nweek. And again.").stdout.splitlines()

    assert said == [
        "You kept at it all week.",
        "    + 7 Continuous effort (strong, 90%): “kept”",
        "        most of all: “kep”, “ept”",
        "    + 7 Continuous effort (fair, 60%): “week”",
        "        most of all: “wee”, “eek”",
        "And again.",
        "    + 7 Continuous effort (weak, 30%): “again”",
        "        most of all: “aga”, “gain”",
        "",
        "3 suggestions in 2 sentences. A suggestion may be wrong: a person decides.",
    ]


def test_more_and_fewer_at_once_is_refused(run):
    result = run("-", "--more", "--fewer", input="Visited.")

    assert result.exit_code == 2
    assert "Choose one" in result.stderr


def test_turns_are_read_in_order_as_one_session_however_many_there_are(run, sure):
    turns = [
        {"id": n, "speaker": "youth" if n % 2 else "therapist", "text": f"{n} kept."} for n in range(600)
    ]

    found = [json.loads(line) for line in run("-", input=lines(turns)).stdout.splitlines()]

    assert [row["id"] for row in found] == list(range(600))
    read = [[int(text.split()[0]) for _, text in call] for call in sure.seen]
    assert all(call == list(range(call[0], call[-1] + 1)) for call in read)
    # Each is given once with as much on either side as there is, up to what bears on it.
    for n in range(600):
        needed = set(range(max(n - CONTEXT_UNITS, 0), min(n + CONTEXT_UNITS + 1, 600)))
        assert any(needed <= set(call) for call in read)


def test_half_a_character_in_an_id_is_given_back_as_it_came(run, sure):
    result = run("-", input='{"id": "\\ud800", "speaker": "note", "text": "\\ud800 kept"}\n')

    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "\ud800"


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
    assert "1 suggestion in 2 sentences." in result.stdout
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
    shutil.copytree(models_dir / "en_core_web_sm", tmp_path / "models" / "en_core_web_sm")
    (tmp_path / "models" / "en_core_web_sm" / "config.cfg").write_bytes(b"another model")
    monkeypatch.setenv("FIDELITY_MODELS_DIR", str(tmp_path / "models"))

    result = run("-", input="Visited Tuesday.")

    assert result.exit_code == 1
    assert "config.cfg is not the file it should be" in result.stderr
