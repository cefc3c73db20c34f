import pytest


@pytest.fixture(scope="session")
def tagger(models_dir):
    from fidelity.nlp.pipeline import load_tagger

    return load_tagger(models_dir)
