"""The tagger of this process: files checked, models loaded once, whatever it works on."""

from functools import cache
from typing import cast

from fidelity.nlp.lessons import LearningTagger
from workers.tools import tools


@cache
def shipped_tagger() -> LearningTagger:
    """The one that came with the product."""
    from fidelity.nlp.pipeline import load_tagger  # here, so that the speech worker stays small
    from fidelity.weights.check import verified

    models_dir = tools().settings.models_dir
    verified(models_dir, "en_core_web_sm")
    return cast("LearningTagger", load_tagger(models_dir))
