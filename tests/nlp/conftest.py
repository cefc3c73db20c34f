import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def models_dir():
    folder = Path(
        os.environ.get("FIDELITY_MODELS_DIR") or Path(__file__).parents[2] / "var" / "models"
    ).resolve()
    for name in ("minilm/model.onnx", "minilm/tokenizer.json", "en_core_web_sm/config.cfg"):
        if not (folder / name).is_file():
            pytest.skip(f"{folder / name} is not here: fidelity models fetch gets it")
    return folder


@pytest.fixture(scope="session")
def tagger(models_dir):
    from fidelity.nlp.pipeline import load_tagger

    return load_tagger(models_dir)
