"""What the recogniser can use of this machine: which processor, and how much of it at once."""

from dataclasses import dataclass

import ctranslate2  # type: ignore[import-untyped]
import psutil

from fidelity.settings import Settings

AUTO = "auto"
CPU = "cpu"
CUDA = "cuda"

#: Half minutes heard side by side: more is no quicker on a processor (docs/measurements/speech.md).
_BATCH = {CPU: 8, CUDA: 16}
_PRECISION = {CPU: "int8", CUDA: "float16"}
#: With less memory than this, fewer at once.
_LITTLE_BYTES = 4 * 1024**3
_LITTLE_BATCH = 4


@dataclass(frozen=True)
class Machine:
    """How the recogniser works here."""

    device: str
    precision: str
    batch: int
    threads: int


def this_machine(settings: Settings) -> Machine:
    """What the settings leave to the machine is filled in: ``auto``, and 0 for the batch."""
    device, precision, batch = str(settings.speech_device), settings.speech_precision, settings.speech_batch
    if device == AUTO:
        device = CUDA if ctranslate2.get_cuda_device_count() else CPU
    if precision == AUTO:
        precision = _PRECISION[device]
    if batch == 0:
        memory = psutil.virtual_memory().total  # type: ignore[no-untyped-call]
        batch = _LITTLE_BATCH if device == CPU and memory < _LITTLE_BYTES else _BATCH[device]
    return Machine(device, precision, batch, settings.speech_threads)
