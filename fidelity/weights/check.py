"""Stands between a model's files and whatever loads them: nothing is loaded that was not hashed first."""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from fidelity.weights.catalogue import CATALOGUE
from fidelity.weights.pins import Model
from fidelity.weights.stamp import STAMP

log = logging.getLogger(__name__)

_proven: dict[tuple[Path, str], Path] = {}


class MissingModel(Exception):
    """A model, or one of its files, is not there; the message says how to get it."""


class WrongModelFile(Exception):
    """A file is not the one that was reviewed; the message names it and both hashes."""

    def __init__(self, path: Path, *, model: str, expected: str, found: str) -> None:
        super().__init__(
            f"{path} is not the file it should be and was not loaded. "
            f"Expected SHA-256 {expected}, found {found}. "
            f"Get it again with: fidelity models fetch {model}"
        )
        self.path, self.expected, self.found = path, expected, found


class StrayModelFile(Exception):
    """A model's folder holds a file that nobody reviewed; a loader might prefer it to ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is no part of the model and nothing was loaded. Remove the file.")
        self.path = path


def verified(models_dir: Path, name: str, *, catalogue: Mapping[str, Model] = CATALOGUE) -> Path:
    """Return the model's folder, after hashing every file in it once in this process.

    ``name`` may also be the path of a folder, for a model that a site brings itself: it is used as it is and
    logged as not checked. Raises MissingModel, WrongModelFile or StrayModelFile.
    """
    if is_local_folder(name, catalogue=catalogue):
        log.warning("model %s is a local folder: its files are not checked", name)
        return Path(name)
    place = (models_dir.resolve(), name)
    if place not in _proven:
        if name not in catalogue:
            raise MissingModel(f"There is no model {name}. See: fidelity models list")
        for problem in problems(models_dir / name, catalogue[name]):
            raise problem
        _proven[place] = models_dir / name
    return _proven[place]


def is_local_folder(name: str, *, catalogue: Mapping[str, Model] = CATALOGUE) -> bool:
    """Whether settings name a folder of the site's own instead of a model of the catalogue."""
    return name not in catalogue and Path(name).is_absolute() and Path(name).is_dir()


def problems(folder: Path, model: Model) -> Iterator[MissingModel | WrongModelFile | StrayModelFile]:
    """Hash every file of the model and yield what is wrong, file by file; nothing when all is right."""
    for file in model.files:
        path = folder / file.path
        if not path.is_file():
            yield MissingModel(f"{path} is missing. Get it with: fidelity models fetch {model.name}")
        elif (found := sha256_of(path)) != file.sha256:
            yield WrongModelFile(path, model=model.name, expected=file.sha256, found=found)
    known = {file.path for file in model.files} | {STAMP}
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() and path.relative_to(folder).as_posix() not in known:
            yield StrayModelFile(path)


def sha256_of(path: Path) -> str:
    """The file's hash in hexadecimal; memory stays flat."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
