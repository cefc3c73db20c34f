"""Asks a process of its own what a file holds, so that no stranger's file is parsed where people's data is.

Media parsers are large, written in C, and have been broken by crafted files many times. The page that takes
an upload holds the database, the keys and everyone's requests. So the parser runs elsewhere: it is handed an
open file and nothing else, no environment, no secrets, little memory, a time-out; all that comes back is one
line that is checked here. If it is killed or hangs, one upload is refused.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from fidelity.speech.types import AudioFacts, AudioProblem, UnreadableAudio

_ROOT = Path(__file__).parents[2]
_NAME = re.compile(r"[a-z0-9_,]{1,60}")


def ask_probe(path: Path, *, limit_seconds: int, timeout_seconds: float = 120) -> AudioFacts:
    """Say what the file holds, or raise UnreadableAudio. FileNotFoundError for no file."""
    with path.open("rb") as file:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "fidelity.speech.probe", "-", str(limit_seconds)],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"LC_ALL": "C.UTF-8"},
                timeout=timeout_seconds,
                check=True,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            raise UnreadableAudio(AudioProblem.DAMAGED) from None
    try:
        return _read(json.loads(done.stdout[:4096]), limit_seconds)
    except (ValueError, KeyError, TypeError):
        raise UnreadableAudio(AudioProblem.DAMAGED) from None


def _read(answer: dict[str, Any], limit_seconds: int) -> AudioFacts:
    """Believe no more than the shape allows: a file may have taken over the process that answers."""
    if "problem" in answer:
        raise UnreadableAudio(AudioProblem(answer["problem"]), limit_seconds=limit_seconds)
    facts = AudioFacts(
        duration_seconds=float(answer["duration_seconds"]),
        codec=str(answer["codec"]),
        container=str(answer["container"]),
        channels=int(answer["channels"]),
        sample_rate=int(answer["sample_rate"]),
    )
    named = _NAME.fullmatch(facts.codec) and _NAME.fullmatch(facts.container)
    if not named or not 0 <= facts.duration_seconds <= limit_seconds:
        raise ValueError("not an answer that the probe gives")
    return facts
