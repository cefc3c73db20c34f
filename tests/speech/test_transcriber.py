"""Windows change nothing of what is heard, and each is kept before the next."""

import itertools

import pytest

from fidelity.speech.machine import Machine
from fidelity.speech.tools import Manner
from fidelity.speech.transcriber import WindowTranscriber
from fidelity.speech.types import HeardWindow
from fidelity.speech.voiced import RATE, as_sound, listen
from fidelity.speech.whisper import Whisper, load_model
from fidelity.speech.window_sound import sounds
from fidelity.speech.windows import plan

pytestmark = pytest.mark.speech

MACHINE = Machine("cpu", "int8", 8, 2)
SECONDS = 75


@pytest.fixture(scope="module")
def folder(models_dir):
    return models_dir / "whisper-tiny.en"


@pytest.fixture
def transcriber(folder):
    return WindowTranscriber(Whisper(folder, model="whisper-tiny.en", machine=MACHINE))


@pytest.fixture
def talk(write_sound):
    """A minute and a quarter of the demonstration's recording."""
    import numpy as np

    from fidelity.speech.sound import samples
    from tests.workers.conftest import LONG_SPEECH

    pieces = itertools.chain.from_iterable(piece for piece, _ in samples(LONG_SPEECH, rate=RATE))
    return write_sound("talk.wav", np.fromiter(itertools.islice(pieces, SECONDS * RATE), dtype=np.int16))


def test_words_in_windows_are_those_of_the_pipeline_alone(folder, talk):
    import numpy as np

    from fidelity.speech.sound import samples

    sound = as_sound(np.concatenate([piece for piece, _ in samples(talk, rate=RATE)]))
    segments, _ = load_model(folder, MACHINE).transcribe(
        sound, language="en", beam_size=5, batch_size=8, word_timestamps=True
    )
    alone = [(word.word.strip(), word.start) for segment in segments for word in segment.words]

    whisper = Whisper(folder, model="whisper-tiny.en", machine=MACHINE)
    heard = [
        word
        for window in sounds(talk, plan(listen(talk, lambda part: None), chunks=2))
        for passage in whisper.together(window, window.window.chunks, language="en", hotwords=None)
        for word in passage.words
    ]

    assert "".join(word.text for word in heard) == "".join(text for text, _ in alone)
    starts = dict(zip(itertools.accumulate(len(text) for text, _ in alone), alone, strict=True))
    for end, word in zip(itertools.accumulate(len(word.text) for word in heard), heard, strict=True):
        text, start = starts[end]
        if text == word.text:
            assert word.start == pytest.approx(start, abs=0.05)


def test_each_window_is_kept_before_the_next_and_not_heard_again(transcriber, talk):
    kept = []
    manner = Manner("en", chunks=1)
    first = transcriber.transcribe(talk, manner=manner, progress=lambda part: None, keep=kept.append)
    written = [HeardWindow.from_json(window.as_json()) for window in kept]

    heard_now = []
    again = transcriber.transcribe(
        talk, manner=manner, progress=lambda part: None, heard=written[:-1], keep=heard_now.append
    )

    assert [window.position for window in kept] == list(range(len(kept)))
    assert len(kept) >= 3
    assert written == kept
    assert [window.position for window in heard_now] == [len(kept) - 1]
    assert again == first


def test_windows_of_another_plan_are_heard_anew(transcriber, visit):
    elsewhere = HeardWindow(0, 3.0, 4.0, "en", "batched", 1.0, 1.0, ())
    kept = []

    heard = transcriber.transcribe(
        visit, manner=Manner("en"), progress=lambda part: None, heard=[elsewhere], keep=kept.append
    )

    assert [window.position for window in kept] == [0]
    assert heard.utterances
