"""The world that is attacked."""

import pytest

from tests.hostile.world import World


@pytest.fixture
def world(factories, db, settings):
    return World(factories, db, settings)


@pytest.fixture
def browsers(world, sign_in):
    """A browser for each letter of the world's people."""
    return {letter: sign_in(person) for letter, person in world.who.items()}
