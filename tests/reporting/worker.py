"""What a worker of the tests includes (`celery worker -I tests.reporting.worker`)."""

from reporting.documents import DOCUMENTS
from tests.reporting.kinds import KIND, TEST_DOCUMENT

DOCUMENTS[KIND] = TEST_DOCUMENT
