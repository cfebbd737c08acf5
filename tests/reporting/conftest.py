"""What the tests of documents share: a kind of document of their own, a folder for files, committed data."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Membership, User
from plans.models import PlanVersion
from reporting.documents import DOCUMENTS
from reporting.models import ReportRun
from reporting.services import request_document
from tests.factories import AgencyFactory, MembershipFactory
from tests.portal.conftest import draft  # noqa: F401 - a fixture here too
from tests.reporting import kinds

LAID_OUT = (
    "test_consolidated_figures",
    "test_consolidated_layout",
    "test_equal_figures",
    "test_plan_report_file",
    "test_plan_report_layout",
)


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is laid out of a plan is kept by the process that did it: all that reads it runs there."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem in LAID_OUT:
            params = item.callspec.params if hasattr(item, "callspec") else {}
            plan = params.get("slug") or params.get("version") or "hard"
            item.add_marker(pytest.mark.xdist_group(f"report {plan}"))


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path) -> Path:
    """Where finished documents are kept during a test."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture(autouse=True)
def own_kind(monkeypatch) -> str:
    """A kind of document that does what the signer's name says (tests.reporting.kinds)."""
    monkeypatch.setitem(DOCUMENTS, kinds.KIND, kinds.TEST_DOCUMENT)
    monkeypatch.setitem(kinds.CONTENT, "edition", 1)
    return kinds.KIND


@pytest.fixture
def version(db) -> PlanVersion:
    """Kon Tum's plan, in force."""
    return PlanVersion.objects.current().get(plan__slug="kon-tum-2013")


@pytest.fixture
def official(person) -> User:
    """Who works at the department of industry and trade of Kon Tum."""
    return person(Role.DEPARTMENT_EDITOR, "kon-tum")


@pytest.fixture
def facility_person(version) -> User:
    """Who reports for a production facility in Kon Tum."""
    facility = AgencyFactory(province=version.province, kind=AgencyKind.FACILITY)
    return MembershipFactory(agency=facility, role=Role.FACILITY_REPORTER).user


@pytest.fixture
def colleague(on_clone) -> User:
    """Who works at the department of Kon Tum, on the clone."""
    version = PlanVersion.objects.current().get(plan__slug="kon-tum-2013")
    user = User.objects.create_user("nguoi@example.vn", full_name="Nguyễn Văn A")
    agency = version.province.agencies.get(slug="so-cong-thuong")
    Membership.objects.create(user=user, agency=agency, province=version.province, role="department_editor")
    return user


@pytest.fixture
def ask(colleague) -> Callable[..., ReportRun]:
    """ask(deed, file) requests the document that is made so."""
    version = PlanVersion.objects.current().get(plan__slug="kon-tum-2013")

    def request(deed: str = "say", file="") -> ReportRun:
        params = {"signer_name": deed, "signer_title": str(file)}
        return request_document(version, kinds.KIND, by=colleague, params=params)

    return request


@pytest.fixture
def gate() -> Iterator[Path]:
    """A file that `wait` waits for; its path is short enough for a signer's title."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "gate"
