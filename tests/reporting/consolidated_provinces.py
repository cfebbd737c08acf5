"""A reporting year of each real plan with figures of all kinds: known, zero, with decimals, and unknown.

Built as its agencies and department leave it; four agencies report in turn on the plan's tasks, a fifth has not sent.
"""

import functools
from datetime import UTC, datetime
from decimal import Decimal

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, User
from core.clock import standing_at
from reporting.builders.consolidated.facts import YearFacts
from reporting.contents.consolidated import ConsolidatedReport
from reporting.documents import consolidated_report
from reporting.enums import Progress
from reporting.models import Consolidation, TargetValue
from reporting.printed_tasks import printed_tasks, target_words
from reporting.renderers import consolidated_pdf
from reporting.services.consolidations import save_consolidation, start_consolidation
from tests.factories import AgencyFactory, MembershipFactory, obligation_of, opened_year, report_of
from tests.reporting.consolidated_year import accept, say
from tests.reporting.pdf_reading import PageView, pages_of

YEARS = {
    "kon-tum-2013": 2018,
    "ninh-binh-2016": 2018,
    "an-giang-2016": 2018,
    "ha-tinh-2011": 2015,
    "lang-son-2016": 2018,
}
NOW = datetime(2019, 1, 5, 2, tzinfo=UTC)
SENT = datetime(2018, 12, 1, 2, tzinfo=UTC)
QUANTITIES = (Decimal(3), None, Decimal(0), Decimal("1234.5"))
AMOUNTS = (12_500_000, None, 0, 1_234_567_891)
STATES = (Progress.DONE, Progress.DOING, Progress.NOT_STARTED, Progress.STOPPED)


def editor_of(slug: str) -> User:
    """Who writes at the department of the plan's province."""
    agency = Agency.objects.get(province__plans__slug=slug, slug="so-cong-thuong")
    return MembershipFactory(agency=agency, province=agency.province, role=Role.DEPARTMENT_EDITOR).user


def written_year(slug: str, by: User) -> Consolidation:
    """The consolidated report of the plan's year, written as far as it can be."""
    with standing_at(NOW):
        year = opened_year(slug, YEARS[slug])
        places = [task.printed.place for group in YearFacts(year).groups for task in group.tasks]
        printed = printed_tasks(year.version, places, year.year)
        agencies = [AgencyFactory(province=year.province, name=f"Cơ quan {number}") for number in range(4)]
        for number, agency in enumerate(agencies):
            report = report_of(
                obligation_of(year, agency, *places[number::4]), by=by, general="Đã làm theo kế hoạch."
            )
            for place in places[number::4]:
                turn = places.index(place)
                outputs = [
                    (output.kind.code, target_words(output)[:200], QUANTITIES[(turn + position) % 4])
                    for position, output in enumerate(printed[place].outputs)
                ] or [("conference", "", QUANTITIES[turn % 4])]
                money = [("NSTW", AMOUNTS[turn % 4]), ("NSDP", AMOUNTS[(turn + 1) % 4])]
                say(report, place, STATES[turn % 4], "Đã tổ chức thực hiện, có biên bản.", outputs, money)
            accept(report, SENT, by)
        silent = AgencyFactory(province=year.province, name="Cơ quan chưa gửi", kind=AgencyKind.DEPARTMENT)
        obligation_of(year, silent)
        for number, target in enumerate(year.version.target_rows.order_by("pk")[:2]):
            TargetValue.objects.create(
                year=year, province=year.province, target=target, numerator=0 if number else 30, denominator=50,
                source="Điều tra",
            )  # fmt: skip
        writing = start_consolidation(year, by=by, note="Chờ một cơ quan.")
        words = {"results": "Năm tốt.", "petitions": "Xin thêm kinh phí.", "directions": "Làm tiếp."}
        signer = {
            "signer_authority": "KT. GIÁM ĐỐC",
            "signer_title": "PHÓ GIÁM ĐỐC",
            "signer_name": "Trần Văn A",
        }
        return save_consolidation(
            writing, revision=1, by=by, document_number=7, document_day=NOW.date(), **words, **signer
        )


@functools.cache
def report_of_year(slug: str) -> ConsolidatedReport:
    """What it says, made once in a process."""
    with standing_at(NOW):
        return consolidated_report(written_year(slug, editor_of(slug)))


@functools.cache
def pages_of_year(slug: str) -> list[PageView]:
    return pages_of(consolidated_pdf.render(report_of_year(slug), lambda *_: None))
