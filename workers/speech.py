"""The recogniser of this process: files checked, model loaded once."""

from functools import cache

from fidelity.speech.whisper import WhisperTranscriber
from fidelity.weights.check import verified
from workers.tools import tools


@cache
def transcriber() -> WhisperTranscriber:
    """The model named in the settings; raises when a file of it is missing or not what it should be."""
    settings = tools().settings
    folder = verified(settings.models_dir, settings.whisper_model)
    return WhisperTranscriber(folder, model=settings.whisper_model, threads=settings.speech_threads)
