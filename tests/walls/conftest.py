"""The world of two provinces, made once a test."""

import pytest

from tests.walls.world import World, make_world


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.FILES_DIR = tmp_path
    settings.ACCOUNT_RATE_LIMITS = False  # everybody asks from one address, much at once
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 60 * 60  # everybody has just signed in
    return make_world()
