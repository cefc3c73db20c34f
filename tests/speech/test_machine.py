"""What the settings leave open is taken from the machine."""

from dataclasses import replace

import ctranslate2
import psutil
import pytest

from fidelity.settings import Settings, SpeechDevice, WrongSetting
from fidelity.speech.machine import Machine, this_machine

SETTINGS = Settings(speech_threads=3)


def has(monkeypatch, *, graphics, gib):
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: graphics)
    memory = replace_total(gib * 1024**3)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)


def replace_total(size):
    return psutil.virtual_memory()._replace(total=size)


@pytest.mark.parametrize(
    ("graphics", "gib", "machine"),
    [
        (0, 16, Machine("cpu", "int8", 8, 3)),
        (0, 3, Machine("cpu", "int8", 4, 3)),
        (1, 3, Machine("cuda", "float16", 16, 3)),
    ],
)
def test_it_takes_what_is_there(monkeypatch, graphics, gib, machine):
    has(monkeypatch, graphics=graphics, gib=gib)

    assert this_machine(SETTINGS) == machine


def test_what_is_said_stands(monkeypatch):
    has(monkeypatch, graphics=1, gib=16)
    said = replace(SETTINGS, speech_device=SpeechDevice.CPU, speech_precision="float32", speech_batch=2)

    assert this_machine(said) == Machine("cpu", "float32", 2, 3)


def test_a_device_that_there_is_not_is_refused_by_name():
    with pytest.raises(WrongSetting, match="FIDELITY_SPEECH_DEVICE is 'tpu', but one of auto, cpu, cuda"):
        Settings.from_environment({"FIDELITY_SPEECH_DEVICE": "tpu"})
