import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def models_dir():
    """Where the models lie that `fidelity models fetch` put there."""
    folder = Path(os.environ.get("FIDELITY_MODELS_DIR", Path(__file__).parents[2] / "var" / "models"))
    if not (folder / "whisper-tiny.en").is_dir():
        pytest.fail("Get the models for the tests with: fidelity models fetch whisper-tiny.en")
    return folder
