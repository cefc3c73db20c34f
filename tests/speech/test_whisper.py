"""The real recogniser, on a short piece of a visit."""

import numpy as np
import pytest

from fidelity.speech.machine import Machine
from fidelity.speech.tools import Manner
from fidelity.speech.transcriber import WindowTranscriber
from fidelity.speech.types import UNKNOWN_LANGUAGE, UnreadableAudio
from fidelity.speech.whisper import Whisper, load_model

pytestmark = pytest.mark.speech


class Stopped(Exception):
    pass


MACHINE = Machine("cpu", "int8", 8, 2)


@pytest.fixture
def whisper(models_dir):
    return Whisper(models_dir / "whisper-tiny.en", model="whisper-tiny.en", machine=MACHINE)


@pytest.fixture
def transcriber(whisper):
    return WindowTranscriber(whisper)


def hear(transcriber, path, **more):
    parts = []
    return transcriber.transcribe(path, manner=Manner("en", **more), progress=parts.append), parts


def said(heard):
    return " ".join(utterance.text for utterance in heard.utterances).lower()


def test_it_hears_what_was_said(transcriber, visit):
    heard, _ = hear(transcriber, visit)

    assert "park right down by the" in said(heard)
    assert "hello bruno" in said(heard).replace(",", "")
    assert heard.duration == pytest.approx(15, abs=0.1)
    assert heard.language == "en"
    assert heard.model == "whisper-tiny.en"
    assert heard.engine.startswith("faster-whisper ")
    assert heard.coverage > 0.9


def test_words_and_utterances_agree(transcriber, visit):
    heard, _ = hear(transcriber, visit)

    for utterance in heard.utterances:
        assert utterance.text == " ".join(word.text for word in utterance.words)
        assert (utterance.start, utterance.end) == (utterance.words[0].start, utterance.words[-1].end)
        assert (utterance.voice, utterance.role, utterance.suspect) == (None, "unknown", None)
        for word in utterance.words:
            assert word.text == word.text.strip() != ""
            assert type(word.start) is type(word.probability) is float
            assert 0 <= word.start <= word.end <= heard.duration
            assert 0 <= word.probability <= 1
    starts = [word.start for utterance in heard.utterances for word in utterance.words]
    assert starts == sorted(starts)


def test_two_peoples_turns_are_not_one_utterance(transcriber, visit):
    heard, _ = hear(transcriber, visit)

    # The second person starts at 3.85 seconds, the first goes on at 8.28.
    assert not [u for u in heard.utterances if u.start < 3 and u.end > 5]
    assert len(heard.utterances) >= 4


def test_times_are_right_after_a_long_silence(transcriber, write_sound, visit_samples):
    early, _ = hear(transcriber, write_sound("early.wav", visit_samples))
    late, _ = hear(
        transcriber, write_sound("late.wav", np.concatenate([np.zeros(16_000 * 60), visit_samples]))
    )

    assert late.utterances[0].start == pytest.approx(60 + early.utterances[0].start, abs=0.5)


def test_progress_reaches_the_end(transcriber, visit):
    _, parts = hear(transcriber, visit)

    assert parts[0] == 0.0
    assert parts[-1] == 1.0
    assert parts == sorted(parts)


def test_it_stops_when_progress_says_so(transcriber, visit):
    def stop(part):
        if part:
            raise Stopped

    with pytest.raises(Stopped):
        transcriber.transcribe(visit, manner=Manner("en"), progress=stop)


@pytest.mark.parametrize("seconds", [0.05, 0.3, 5])
def test_silence_has_no_words(transcriber, write_sound, seconds):
    heard, parts = hear(transcriber, write_sound("visit.wav", np.zeros(int(16_000 * seconds))))

    assert heard.utterances == ()
    assert heard.coverage is None
    assert parts[-1] == 1.0


def test_silence_has_no_language(transcriber, write_sound):
    path = write_sound("visit.wav", np.zeros(16_000))

    heard = transcriber.transcribe(path, manner=Manner(), progress=lambda part: None)

    assert heard.language == UNKNOWN_LANGUAGE


@pytest.mark.parametrize("ending", ["wav", "flac", "amr"])
def test_it_hears_telephone_and_stereo_sound(transcriber, write_sound, visit_samples, ending):
    heard, _ = hear(transcriber, write_sound(f"visit.{ending}", visit_samples))

    assert "right down by the" in said(heard)


def test_it_says_how_it_heard(transcriber, visit):
    heard, _ = hear(transcriber, visit, hotwords=("Bruno",))

    assert heard.settings["hotwords"] == 1, "how many, not which"
    assert (heard.settings["device"], heard.settings["batch_size"]) == ("cpu", 8)
    assert heard.settings["condition_on_previous_text"] is False
    assert heard.settings["compute_type"] == "int8"


def test_it_loads_the_model_once(transcriber, models_dir, visit):
    hear(transcriber, visit)
    before = load_model.cache_info().misses

    another = Whisper(models_dir / "whisper-tiny.en", model="whisper-tiny.en", machine=MACHINE)
    hear(WindowTranscriber(another), visit)

    assert load_model.cache_info().misses == before


def test_it_refuses_what_is_not_sound(transcriber, tmp_path):
    path = tmp_path / "visit.wav"
    path.write_text("words, but not spoken")

    with pytest.raises(UnreadableAudio):
        hear(transcriber, path)
