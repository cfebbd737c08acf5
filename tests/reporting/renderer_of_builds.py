"""Renders what `tests.reporting.kinds.build` gives."""

from tests.reporting import renderer


def render(contents, progress):
    return renderer.render(contents[0], progress)
