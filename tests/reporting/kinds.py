"""A kind of document for tests, made by `tests.reporting.renderer`: the signer's name says what it does."""

from reporting.documents import Document
from tests.reporting.renderer import Order

KIND = "test"
CONTENT = {"edition": 1}  # a test changes it, as another person would change data


def build(version, params):
    return (
        Order(params["signer_name"] or "say", params["signer_title"]),
        version.title,
        params["number"],
        CONTENT["edition"],
    )


TEST_DOCUMENT = Document(
    build=build,
    renderer="tests.reporting.renderer_of_builds",
    stem="tai-lieu-thu",
    extension="txt",
    media_type="text/plain",
    has_heading=True,
)
