"""Keeps processes going, and takes every one of them along when it ends."""

import ctypes
import logging
import signal
import subprocess
import time
from types import FrameType

from fidelity.running.parts import Part

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2
#: A process that ends sooner than this after its start is started again only after a pause.
_TOO_SOON_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 30.0
_STOP_SECONDS = 6.0
_PR_SET_PDEATHSIG = 1


class Supervisor:
    """Starts parts in order, starts again what ends, stops them in the reverse order."""

    def __init__(self) -> None:
        self._running: dict[Part, subprocess.Popen[bytes]] = {}
        self._started: dict[Part, float] = {}
        self._pauses: dict[Part, float] = {}
        self._is_over = False

    def start(self, part: Part) -> None:
        """Start a part. It ends with this process, even if this one is killed."""
        self._running[part] = subprocess.Popen(
            part.command,
            start_new_session=True,  # Ctrl-C comes here alone, and we decide the order
            preexec_fn=_end_with_parent,  # noqa: PLW1509  # no thread has been started yet
        )
        self._started[part] = time.monotonic()

    def wait(self) -> None:
        """Look after the parts until Ctrl-C or SIGTERM, then stop them all."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        try:
            while not self._is_over:
                time.sleep(_LOOK_SECONDS)
                self.look()
        finally:
            self.stop()

    def look(self) -> None:
        """Start again what has ended."""
        for part in list(self._running):
            self._look_at(part)

    def stop(self) -> None:
        """Ask the parts to end, last started first; kill what does not.

        The first part, the queue server, ends after all others, so that they can say goodbye to it.
        """
        first, *others = self._running or [None]
        for group in (others, [first]):
            ending = [self._running[part] for part in reversed(group) if part is not None]
            for process in ending:
                process.terminate()
            deadline = time.monotonic() + _STOP_SECONDS
            for process in ending:
                try:
                    process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()  # a recording in the middle is taken up again at the next start
                    process.wait()
        self._running.clear()

    def pids(self) -> dict[str, int]:
        """Process numbers by the name of the part."""
        return {part.name: process.pid for part, process in self._running.items()}

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._is_over = True

    def _look_at(self, part: Part) -> None:
        code = self._running[part].poll()
        if code is None or self._is_over:
            return
        pause = self._pauses.get(part, 0.0)
        lived = time.monotonic() - self._started[part]
        if lived < pause:
            return  # it ended too soon after its last start; looked at again in a moment
        if code != 0:
            log.warning("the %s ended with %s and is started again", part.name, code)
        if lived < _TOO_SOON_SECONDS + pause:
            self._pauses[part] = min(2 * pause + 1.0, _LONGEST_PAUSE_SECONDS)
        else:
            self._pauses.pop(part, None)
        self.start(part)


def _end_with_parent() -> None:
    """In the child: the kernel sends SIGTERM when the parent is gone, however it went."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
