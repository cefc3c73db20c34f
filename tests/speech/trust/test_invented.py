"""The real recogniser, on sounds in which nobody says anything."""

import pytest

from fidelity.speech.machine import Machine
from fidelity.speech.tools import Manner
from fidelity.speech.transcriber import WindowTranscriber
from fidelity.speech.trust.suspect import runs
from fidelity.speech.types import UNKNOWN_LANGUAGE
from fidelity.speech.voiced import VoiceTrack, listen
from fidelity.speech.whisper import Whisper
from fidelity.speech.window_sound import sounds
from fidelity.speech.windows import plan
from tests import sounds as made

pytestmark = pytest.mark.speech

QUIET = pytest.mark.parametrize("make", [made.silence, made.hum, made.music], ids=lambda make: make.__name__)


@pytest.fixture(scope="module")
def whisper(models_dir):
    return Whisper(
        models_dir / "whisper-tiny.en", model="whisper-tiny.en", machine=Machine("cpu", "int8", 8, 2)
    )


@pytest.fixture
def written(write_sound):
    return lambda sound: write_sound("sound.wav", sound * 32_767)


@QUIET
def test_no_words_are_made_of_what_is_no_voice(whisper, written, make):
    heard = WindowTranscriber(whisper).transcribe(
        written(make(20)), manner=Manner(language="en"), progress=lambda part: None
    )

    assert heard.utterances == ()
    assert heard.coverage is None
    assert heard.gaps == ()
    assert heard.language in {"en", UNKNOWN_LANGUAGE}


@QUIET
def test_words_that_the_recogniser_invents_are_not_believed(whisper, written, make):
    path = written(make(20))
    track = listen(path, lambda part: None)
    deceived = VoiceTrack(track.probabilities * 0 + 1, track.sample_count)

    (sound,) = sounds(path, plan(deceived, chunks=8))
    passages = list(whisper.together(sound, sound.window.chunks, language="en", hotwords=None))

    assert passages, "it writes something for every sound: else this shows nothing"
    assert [run for run in runs(passages, track, 20) if run.reason is None] == []


def test_words_among_long_silences_are_believed(whisper, written, visit_samples):
    speech = visit_samples / 32_768

    heard = WindowTranscriber(whisper).transcribe(
        written(made.with_silences(speech)), manner=Manner(language="en"), progress=lambda part: None
    )

    assert "chippy" in " ".join(utterance.text for utterance in heard.utterances)
    assert [utterance for utterance in heard.utterances if utterance.suspect] == []
