"""What the doctor found of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's answer."""

    name: str
    sentence: str
    is_well: bool = True
