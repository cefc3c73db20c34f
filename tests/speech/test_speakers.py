"""Voices and roles are laid over the words; whatever becomes of them, the words stay."""

from dataclasses import replace

import pytest

from fidelity.speech import speakers as module
from fidelity.speech.roles.types import Present
from fidelity.speech.speakers import Speakers
from fidelity.speech.types import Transcription, Utterance, Word
from fidelity.speech.voices.types import Voices
from fidelity.weights.check import MissingModel

PRESENT = Present(therapist=True, caregivers=1, young_people=0, others=0)


class Stopped(Exception):
    pass


def utterance(start, text, suspect=None):
    words = tuple(Word(start + n, start + n + 0.5, word, 0.9) for n, word in enumerate(text.split()))
    return Utterance(words[0].start, words[-1].end, text, words, suspect=suspect)


HEARD = Transcription(
    9.0, "en", 1.0, "tiny", "fake", {"beam_size": 5},
    (utterance(0, "What happened then? He left."), utterance(6, "Thank you.", suspect="no voice")),
)  # fmt: skip


def no_ears():
    raise MissingModel("a model is missing")


@pytest.fixture
def told(monkeypatch):
    """``told(voices)``: what telling apart will say, one letter or nothing for each word."""

    def tell(voices):
        found = Voices(tuple(voices), (0.9,) * len(voices), ())
        monkeypatch.setattr(module, "tell_apart", lambda *_, progress, **__: progress(1.0) or found)
        return Speakers(lambda: None)

    return tell


def name(speakers, visit, heard=HEARD, progress=lambda part: None):
    return speakers.name(visit, heard, track_path=None, people=2, present=PRESENT, progress=progress)


def test_no_utterance_holds_words_of_two_voices(told, visit):
    named = name(told(["A", "A", None, "B", "B", "B", "B"]), visit)

    assert [(each.text, each.voice) for each in named.utterances] == [
        ("What happened then?", "A"),
        ("He left.", "B"),
        ("Thank you.", "B"),
    ]
    for each in named.utterances:
        assert (each.start, each.end) == (each.words[0].start, each.words[-1].end)
    assert named.settings["voices"] == 2
    assert named.settings["people"] == 2


def test_sentences_of_one_voice_are_one_turn(told, visit):
    heard = replace(
        HEARD, utterances=(utterance(0, "What then?"), utterance(2.2, "Tell me."), utterance(9, "Hm."))
    )

    named = name(told(["A"] * 5), visit, heard)

    assert [each.text for each in named.utterances] == ["What then? Tell me.", "Hm."]
    assert len(named.utterances[0].words) == 4
    assert (named.utterances[0].start, named.utterances[0].end) == (0, 3.7)


def test_a_turn_that_goes_on_and_on_is_cut_where_a_sentence_ends(told, visit):
    sentences = tuple(utterance(9 * n, "We went there and then he said it again.") for n in range(20))
    heard = replace(HEARD, utterances=sentences)

    named = name(told(["A"] * 180), visit, heard)

    assert [len(each.words) for each in named.utterances] == [81, 81, 18]


def test_what_is_suspect_has_no_role(told, visit):
    named = name(told(["A"] * 5 + ["B"] * 2), visit)

    assert named.utterances[-1].role == "unknown"
    assert named.utterances[-1].role_probability is None
    assert 0 < named.utterances[0].role_probability <= 1


def test_without_its_models_the_words_are_there_all_the_same(visit, caplog):
    named = name(Speakers(no_ears), visit)

    assert [each.text for each in named.utterances] == [each.text for each in HEARD.utterances]
    assert {each.voice for each in named.utterances} == {None}
    assert named.settings["voices"] == "not told apart"
    assert named.settings["voices_trouble"] == "MissingModel"
    assert "happened" not in caplog.text


def test_it_stops_when_progress_says_so(told, visit):
    def stop(part):
        raise Stopped

    with pytest.raises(Stopped):
        name(told(["A"] * 7), visit, progress=stop)


def test_where_nothing_was_said_nobody_is_looked_for(visit):
    silence = Transcription(9.0, "und", None, "tiny", "fake", {}, ())

    assert name(Speakers(no_ears), visit, heard=silence) == silence
