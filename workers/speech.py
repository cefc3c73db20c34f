"""What hears in this process: files checked, models loaded once."""

from functools import cache, lru_cache

from fidelity.speech.machine import this_machine
from fidelity.speech.speakers import Speakers
from fidelity.speech.transcriber import WindowTranscriber
from fidelity.speech.voices.tell_apart import Ears
from fidelity.speech.whisper import Whisper
from fidelity.weights.check import verified
from workers.tools import tools


@lru_cache(maxsize=1)
def transcriber(model: str) -> WindowTranscriber:
    """The recogniser of that name; raises when a file of it is missing or not what it should be."""
    settings = tools().settings
    folder = verified(settings.models_dir, model)
    return WindowTranscriber(Whisper(folder, model=model, machine=this_machine(settings)))


@cache
def speakers() -> Speakers:
    """What says who speaks; its models are looked for when they are needed."""
    return Speakers(_ears)


@cache
def _ears() -> Ears:
    settings = tools().settings
    return Ears.load(
        listener=verified(settings.models_dir, "pyannet"),
        embedder=verified(settings.models_dir, settings.speaker_embedder),
        threads=settings.speech_threads,
    )
