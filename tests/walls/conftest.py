"""The world of two provinces, made once a test."""

import pytest

from tests.walls.world import World, make_world


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.FILES_DIR = tmp_path
    return make_world()
