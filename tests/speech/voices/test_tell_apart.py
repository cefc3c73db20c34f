"""With both networks, on the first part of the demonstration's session, which is fiction with a known truth."""

import json
import weakref
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import fidelity.demonstration
from fidelity.speech.sound import samples
from fidelity.speech.types import Word
from fidelity.speech.voiced import listen
from fidelity.speech.voices.embedder import Embedder
from fidelity.speech.voices.tell_apart import Ears, tell_apart
from models.base import Base
from tests.benchmarks.diarization import Span, compare

DATA = Path(fidelity.demonstration.__file__).parent / "data"
SECONDS = 75


def nothing(part):
    """Report to nobody."""


@pytest.fixture(scope="module")
def turns():
    return [turn for turn in json.loads((DATA / "s01-turns.json").read_text()) if turn["end"] <= SECONDS]


@pytest.fixture(scope="module")
def words(turns):
    """What was said, each turn's words spread evenly over it, and who said it."""
    found = []
    for turn in turns:
        texts = turn["text"].split()
        edges = np.linspace(turn["start"] + 0.05, turn["end"] - 0.05, len(texts) + 1).tolist()
        found += [
            (Word(start, end, text, 0.9), turn["role"])
            for text, (start, end) in zip(texts, pairwise(edges), strict=True)
        ]
    return found


@pytest.fixture(scope="module")
def ears(models):
    return Ears.load(listener=models / "pyannet", embedder=models / "campplus", threads=2)


@pytest.fixture
def recording(write_wav):
    sound = np.concatenate([piece for piece, _ in samples(DATA / "s01.m4a", rate=16_000)])
    return write_wav(sound[: SECONDS * 16_000] / 32_768)


def test_it_tells_the_voices_of_a_family_apart(recording, turns, words, ears):
    people = len({turn["role"] for turn in turns})

    voices = tell_apart(
        recording,
        [word for word, _ in words],
        listen(recording, nothing),
        people=people,
        ears=ears,
        progress=nothing,
    )

    assert voices.names == tuple("ABCD"[:people])
    assert voices.of_words[0] == "A"
    shared = {}
    for (_, role), voice in zip(words, voices.of_words, strict=True):
        shared.setdefault(voice, []).append(role)
    right = sum(max(map(roles.count, roles)) for roles in shared.values())
    assert right / len(words) >= 0.97
    true = [Span(turn["start"], turn["end"], turn["role"]) for turn in turns]
    heard = [Span(each.start, each.end, each.voice) for each in voices.stretches]
    assert compare(true, heard).rate <= 0.08


def test_nothing_that_describes_a_voice_outlives_the_answer(recording, words, ears, tmp_path, monkeypatch):
    described = []

    def embed(self, sounds):
        numbers = real(self, sounds)
        described.append(weakref.ref(numbers))
        return numbers

    real = Embedder.embed
    monkeypatch.setattr(Embedder, "embed", embed)
    monkeypatch.chdir(tmp_path)
    track = listen(recording, nothing)
    before = sorted(tmp_path.rglob("*"))

    voices = tell_apart(recording, [word for word, _ in words], track, people=2, ears=ears, progress=nothing)

    assert described
    assert [reference() for reference in described] == [None] * len(described)
    assert sorted(tmp_path.rglob("*")) == before
    # What is left are letters and how sure they are.
    assert {type(voice) for voice in voices.of_words} <= {str, type(None)}
    assert {type(sure) for sure in voices.confidence} == {float}


def test_no_table_has_a_place_for_what_describes_a_voice():
    named = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(part in column.name for part in ("embed", "voiceprint", "vector"))
    ]

    assert named == []


def test_two_channels_are_two_voices(recording, words, ears, turns, write_wav):
    sound = np.concatenate([piece for piece, _ in samples(recording, rate=16_000)]) / 32_768
    seconds = np.arange(len(sound)) / 16_000
    left = np.zeros(len(sound))
    for turn in turns:
        if turn["role"] == "therapist":
            left[(seconds >= turn["start"] - 0.1) & (seconds < turn["end"] + 0.1)] = 1
    apart = write_wav(np.stack([sound * left, sound * (1 - left)]), "apart.wav")
    both = [(word, role) for word, role in words]

    voices = tell_apart(
        apart, [word for word, _ in both], listen(apart, nothing), people=2, ears=ears, progress=nothing
    )

    therapist = [v for (_, role), v in zip(both, voices.of_words, strict=True) if role == "therapist"]
    others = [v for (_, role), v in zip(both, voices.of_words, strict=True) if role != "therapist"]
    assert therapist.count("A") / len(therapist) >= 0.97
    assert others.count("A") / len(others) <= 0.03


def test_nobody_is_heard_in_silence(write_wav, ears):
    quiet = write_wav(np.zeros(20 * 16_000))

    voices = tell_apart(
        quiet, [Word(1, 2, "you", 0.1)], listen(quiet, nothing), people=2, ears=ears, progress=nothing
    )

    assert voices.of_words == (None,)
    assert voices.stretches == ()


def test_trouble_in_the_progress_stops_the_work(recording, ears):
    def stop(part):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        tell_apart(recording, [], listen(recording, nothing), people=2, ears=ears, progress=stop)
