"""The plan reports that the tests look at: each is built and rendered once in a process."""

import functools
from datetime import date

from budgets.selectors import with_content
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.builders.heading import build_heading
from reporting.builders.plan_report import build_plan_report
from reporting.contents.plan_report import PlanReport
from reporting.renderers.plan_report_pdf import render
from tests.factories import plan_data, read_plan
from tests.reporting.pdf_reading import PageView, pages_of

DAY = date(2026, 1, 5)
PANGRAM = (
    "aàảãáạăằẳẵắặâầẩẫấậ bcdđ eèẻẽéẹêềểễếệ ghiìỉĩíị klmn oòỏõóọôồổỗốộơờởỡớợ pqrst uùủũúụưừửữứự vxyỳỷỹýỵ "
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ BCDĐ EÈẺẼÉẸÊỀỂỄẾỆ GHIÌỈĨÍỊ KLMN OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ PQRST UÙỦŨÚỤƯỪỬỮỨỰ VXYỲỶỸÝỴ"
)
LONG_WORD = "Phươngtiện" * 30
LONG_TEXT = " ".join(f"nội dung thứ {number} của nhiệm vụ dài" for number in range(1, 51))  # 350 words


def version_of(slug: str) -> PlanVersion:
    return with_content(PlanVersion.objects.current()).get(plan__slug=slug)


@functools.cache
def report_of(slug: str) -> PlanReport:
    """The report on one of the five plans, dated after the provinces were merged, without a number."""
    version = version_of(slug)
    return build_plan_report(version, build_heading(version, day=DAY))


@functools.cache
def pdf_of(slug: str) -> bytes:
    return rendered(hard_report() if slug == "hard" else report_of(slug))


@functools.cache
def pages_of_plan(slug: str) -> list[PageView]:
    return pages_of(pdf_of(slug))


def rendered(report: PlanReport) -> bytes:
    return render(report, lambda *_: None)


@functools.cache
def hard_report() -> PlanReport:
    """Forty tasks, one of 350 words in a cell, a word longer than its column, every Vietnamese letter."""
    tasks = [
        {
            "key": f"1/1.{number}",
            "number": f"1.{number}",
            "action": f"Nhiệm vụ {number}",
            "contents": ["Một nội dung", "Nội dung nữa"] * (number % 4),
            "lead": [{"text": "Sở Công thương", "agency": "so-cong-thuong"}],
            "time": {"text": "2019 - 2020", "start": 2019, "end": 2020},
        }
        for number in range(1, 41)
    ]
    tasks[0] |= {"action": PANGRAM, "coordinating": [{"text": LONG_WORD}]}
    tasks[1] |= {"contents": [LONG_TEXT] * 4, "expected_results": [LONG_TEXT], "note": "ghi chú của nhiệm vụ"}
    data = plan_data(slug="ha-tinh-2097")
    data["groups"][0]["tasks"] = tasks
    data["groups"].append(
        {"key": "2", "number": "2", "title": "Nhóm chưa rõ", "component": "policy", "tasks": []}
    )
    by_source = {"NSTW": 0, "NSDP": 30, "DN": 10}
    data["budget_tables"][0]["rows"][0] |= {"total": 40, "by_source": by_source}
    data["budget_tables"][0]["totals"] = {"total": 50, "by_source": by_source}
    load_plan(read_plan(data))
    version = version_of("ha-tinh-2097")
    return build_plan_report(version, build_heading(version, day=date(2019, 11, 15), number=115))
