"""Which recognisers are on this machine, for choosing one. Looks at folders and stamps; loads nothing."""

from collections.abc import Mapping
from pathlib import Path

from fidelity.weights.catalogue import CATALOGUE, RECOGNISERS
from fidelity.weights.pins import Model
from fidelity.weights.stamp import is_stamped


def recognisers_here(
    models_dir: Path, chosen: str, *, catalogue: Mapping[str, Model] = CATALOGUE
) -> list[str]:
    """Names of models whose files were hashed when they were fetched and are untouched since.

    ``chosen``: the one in the settings, always first. It is offered even where it is not here, because
    pages may be served by another machine than the one that listens; and it may be a folder of the
    site's own. Whatever is chosen is hashed again before it is loaded.
    """
    here = [
        name for name in RECOGNISERS if name in catalogue and is_stamped(models_dir / name, catalogue[name])
    ]
    return [chosen, *(name for name in here if name != chosen)]
