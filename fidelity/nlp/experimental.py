"""For which principles the machine's suggestions are experimental: too few were right on unseen documents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fidelity.nlp.types import Principle

#: Below this share of right suggestions a principle is experimental: more would be wrong than right.
FLOOR = 0.50

#: Where what was measured of the tagger that comes along lies: beside its model.
_CARD = "model/card.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """Of the suggestions on documents that the tagger had not seen, how many were right: 0 to 1."""

    version: str
    precision: Mapping[Principle, float]

    @property
    def experimental(self) -> frozenset[Principle]:
        """Principles below the floor, and those for which nothing was measured."""
        return frozenset(each for each in Principle if self.precision.get(each, 0.0) < FLOOR)

    def with_own(self, version: str, precision: Mapping[Principle, float]) -> "Measured":
        """The same for a tagger on top of this one; what was not measured of it counts as before."""
        return Measured(version, {**self.precision, **precision})


@cache
def measured() -> Measured:
    """What was measured of the tagger that comes with the product."""
    card = json.loads(files("fidelity.nlp").joinpath(_CARD).read_text("utf-8"))
    return Measured(
        card["version"],
        {
            Principle(name): numbers["precision"]
            for name, numbers in card["principles"].items()
            if numbers.get("precision") is not None
        },
    )
