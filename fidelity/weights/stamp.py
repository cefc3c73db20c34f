"""Remembers which files were hashed and found right, so that a second start need not hash them again."""

import json
from pathlib import Path

from fidelity.weights.pins import Model

STAMP = ".stamp.json"


def is_stamped(folder: Path, model: Model) -> bool:
    """Whether the files look untouched since they were hashed.

    A hint that saves time when fetching; never a reason to load anything.
    """
    try:
        known = json.loads((folder / STAMP).read_text())
        return bool(known == _look(folder, model))
    except (OSError, ValueError):
        return False


def write_stamp(folder: Path, model: Model) -> None:
    """To be called only when every file has just been hashed and found right."""
    (folder / STAMP).write_text(json.dumps(_look(folder, model), indent=1))


def _look(folder: Path, model: Model) -> dict[str, list[str | int]]:
    looks: dict[str, list[str | int]] = {}
    for file in model.files:
        stat = (folder / file.path).stat()
        looks[file.path] = [file.sha256, stat.st_size, stat.st_mtime_ns]
    return looks
