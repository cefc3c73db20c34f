"""Tells the voices of one recording apart: who speaks when, and who said each word.

First, ten seconds at a time, who of up to three people speaks (local.py). What is spoken is cut into units
of one speaker (units.py); each becomes numbers that are alike for the same voice (embedder.py); units are
gathered into voices (cluster.py), and every unit gets its voice with its neighbours in mind (turns.py).
Words take their voice from the units they fall into; that a sentence changes hands in the middle, without a
pause, is possible and rare.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from fidelity.speech.types import Progress, Word
from fidelity.speech.voiced import VoiceTrack
from fidelity.speech.voices.assign import assign
from fidelity.speech.voices.channels import sides
from fidelity.speech.voices.embedder import Embedder
from fidelity.speech.voices.features import Floats
from fidelity.speech.voices.local import LocalListener
from fidelity.speech.voices.pyannet import RATE
from fidelity.speech.voices.sounds import Sounds
from fidelity.speech.voices.spoken import Run, runs, seconds
from fidelity.speech.voices.types import NAMES, Spoken, Voices
from fidelity.speech.voices.units import Unit, units
from fidelity.speech.voices.words import of_words

#: Looking takes about this part of the time, embedding the rest.
_LOOKING = 0.3
_AT_ONCE = 64


@dataclass(frozen=True)
class Ears:
    """The two networks. Folders must have been checked: see fidelity.weights.check.verified."""

    listener: LocalListener
    embedder: Embedder

    @classmethod
    def load(cls, *, listener: Path, embedder: Path, threads: int) -> Self:
        """Load both. Raises WrongEmbedder."""
        return cls(LocalListener(listener, threads=threads), Embedder(embedder, threads=threads))


def tell_apart(
    path: Path,
    words: Sequence[Word],
    track: VoiceTrack,
    *,
    people: int | None,
    ears: Ears,
    progress: Progress,
) -> Voices:
    """Say whose voice each word has. ``words`` in order of time; ``people``: how many were there, if known.

    The number is believed within one upwards, and as no reason to divide anybody. What describes a voice is
    gone when this returns. Raises UnreadableAudio, and what ``progress`` raises.
    """
    looks = ears.listener.look(path, track, lambda part: progress(part * _LOOKING))
    found = units(looks, words, sides(path, track))
    if not found:
        return Voices((None,) * len(words), (0.0,) * len(words), ())
    numbers = _embedded(path, found, ears.embedder, progress)
    assigned = assign(found, numbers, ears.embedder.description.spread, people=people)
    of_each, confidence = of_words(words, found, assigned)
    progress(1.0)
    return _named(of_each, confidence, runs(found, assigned, looks))


def _embedded(path: Path, found: Sequence[Unit], embedder: Embedder, progress: Progress) -> Floats:
    """The numbers of every unit. Of the sound, no more than a few units are held at once."""
    sounds, numbers = Sounds(path), []
    for first in range(0, len(found), _AT_ONCE):
        batch = found[first : first + _AT_ONCE]
        heard = [sounds.between(round(u.starts_at * RATE), round(u.ends_at * RATE)) for u in batch]
        numbers.append(embedder.embed(heard))
        progress(_LOOKING + (1 - _LOOKING) * sounds.part)
    return np.concatenate(numbers)


def _named(voices: Sequence[int | None], confidence: Sequence[float], heard: Sequence[Run]) -> Voices:
    """Letters in the order in which voices have words; after them those that have none."""
    order = dict.fromkeys([voice for voice in voices if voice is not None] + [run[2] for run in heard])
    name = dict(zip(order, NAMES, strict=False))
    return Voices(
        of_words=tuple(None if voice is None else name[voice] for voice in voices),
        confidence=tuple(confidence),
        stretches=tuple(Spoken(*seconds(run), name[run[2]]) for run in heard),
    )
