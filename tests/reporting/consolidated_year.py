"""A small reporting year whose figures can be added up by hand: three tasks in two groups, four agencies, two reports late.

Known, zero and unknown all occur, in results, in money and in targets; one task is reported by its lead and by a
coordinating agency, which both give money.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, User
from core.clock import standing_at
from plans.models import OutputKind
from portal.plan_document.loader import load_plan
from reporting.enums import DifficultyState, GroundKind, ObligationBasis, Progress, ReportStatus
from reporting.models import (
    Consolidation,
    Difficulty,
    DifficultyReply,
    MoneyEntry,
    ObligationGround,
    OutputEntry,
    Report,
    ReportingYear,
    TargetValue,
    TaskEntry,
)
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    obligation_of,
    opened_year,
    plan_data,
    read_plan,
    report_of,
)

TASKS = ("task:1/1.1", "task:1/1.2", "task:2/2.1")
IN_TIME, LATE = datetime(2019, 12, 1, 2, tzinfo=UTC), datetime(2019, 12, 20, 2, tzinfo=UTC)
NOW = datetime(2020, 1, 5, 2, tzinfo=UTC)


def _budget(total, *lines) -> dict:
    return {"text": "KP", "total": total, "sources": ["NSTW"], "lines": list(lines)}


def _line(year: int, source: str, amount) -> dict:
    return {"year": year, "sources": [source], "amount": amount}


def small_plan(province: str = "ha-tinh") -> dict:
    """A plan of a province for 2019-2020 with budgets of tasks by year."""
    data = plan_data(slug=f"{province}-2099", province=province, budget_tables=[])
    group, task = data["groups"][0], data["groups"][0]["tasks"][0]
    budgets = (
        _budget(30, _line(2019, "NSTW", 10), _line(2020, "NSTW", 20)),
        _budget(None),
        _budget(Decimal("12.5"), _line(2019, "NSDP", Decimal("12.5"))),
    )
    output = {"text": "02 hội nghị", "kind": "conference", "quantity": 2, "unit": "hội nghị", "year": 2019}
    tasks = [
        task
        | {
            "key": key.removeprefix("task:"),
            "number": key.rpartition("/")[2],
            "action": f"Việc {number}",
            "outputs": [output],
            "time": {"text": "Hằng năm", "every_year": True},
            "lead": [{"text": "Sở Công thương", "agency": "so-cong-thuong"}],
            "budget": budget,
        }
        for number, (key, budget) in enumerate(zip(TASKS, budgets, strict=True), 1)
    ]
    data["groups"] = [
        group | {"key": "1", "number": "1", "title": "Nâng cao nhận thức", "tasks": tasks[:2]},
        group
        | {
            "key": "2",
            "number": "2",
            "title": "Hỗ trợ kỹ thuật",
            "component": "technical",
            "tasks": tasks[2:],
        },
    ]
    data["objectives"] = [
        {
            "key": "1", "kind": "specific", "text": "50 % cơ sở áp dụng", "targets": [
                {"indicator": "application_rate", "min": 50, "unit": "%", "year": 2020, "population": "cơ sở"},
                {"indicator": "savings_rate", "min": 8, "max": 13, "unit": "%", "year": 2020},
            ],
        }
    ]  # fmt: skip
    return data


def small_year(by: User, province: str = "ha-tinh", **fields) -> ReportingYear:
    """The year 2019 of it, with everything that its agencies and the department have said."""
    load_plan(read_plan(small_plan(province)))
    year = opened_year(f"{province}-2099", 2019, **fields)
    own, province = Agency.objects.get(province=year.province, slug="so-cong-thuong"), year.province
    first, second, third = (
        AgencyFactory(province=province, name=name)
        for name in ("Sở Giáo dục thử", "Trung tâm thử", "Xã không gửi")
    )
    facility = AgencyFactory(province=province, name="Nhà máy thử", kind=AgencyKind.FACILITY)
    before = date(2019, 12, 15)
    leads = obligation_of(year, first, TASKS[0], TASKS[1], before=before)
    helps = obligation_of(year, second, TASKS[2], before=before)
    ObligationGround.objects.create(
        obligation=helps, province=province, kind=GroundKind.COORDINATING, place=TASKS[0], text="phối hợp", position=9
    )  # fmt: skip
    obligation_of(year, third, before=before)
    nil = obligation_of(
        year, facility, before=None, basis=ObligationBasis.ASKED, reason="Sở cần", clause="", text=""
    )
    own_part = obligation_of(year, own, before=None, basis=ObligationBasis.OWN, clause="", text="")

    report = _draft(leads, by, general="Đã làm đủ.", proposals="Tăng kinh phí.", difficulties="Thiếu người.")
    say(report, TASKS[0], Progress.DONE, "Đã mở 03 hội nghị.", [("conference", "02 hội nghị", 3)],
         [("NSTW", 9_500_000), ("DN", None)])  # fmt: skip
    say(report, TASKS[1], Progress.DOING, "Đang làm.", [("conference", "02 hội nghị", None)], [("NSTW", 0)])
    accept(report, IN_TIME, by)
    report = _draft(helps, by, general="Phối hợp tốt.", is_paper=True)
    say(report, TASKS[0], Progress.DONE, "Góp 01 hội nghị.", [("conference", "02 hội nghị", 1)],
         [("NSTW", 1_250_000)])  # fmt: skip
    say(report, TASKS[2], Progress.DONE, "Không ai dự.", [("conference", "02 hội nghị", 0)],
         [("NSDP", 12_500_000)], proposals="Làm tiếp.")  # fmt: skip
    accept(report, LATE, by)
    accept(_draft(nil, by, is_nil=True, nil_reason="Ngừng sản xuất."), IN_TIME, by)
    accept(_draft(own_part, by, general="Sở đã điều phối."), IN_TIME, by)

    rate = year.version.target_rows.get(indicator__code="application_rate")
    TargetValue.objects.create(
        year=year, province=province, target=rate, numerator=30, denominator=50, population="cơ sở vừa", source="Điều tra"
    )  # fmt: skip
    difficulty = Difficulty.objects.create(
        province=province, agency=first, plan=year.plan, year=year, place=TASKS[1], text="Chưa có định mức.",
        raised_at=IN_TIME, raised_by=by,
    )  # fmt: skip
    DifficultyReply.objects.create(
        difficulty=difficulty,
        province=province,
        after=DifficultyState.ANSWERED,
        text="Đã có công văn.",
        at=LATE,
        by=by,
    )
    Difficulty.objects.filter(pk=difficulty.pk).update(state=DifficultyState.ANSWERED)
    return year


def _draft(obligation, by: User, **fields) -> Report:
    return report_of(obligation, by=by, **fields)


def say(report: Report, place: str, progress: Progress, done: str, outputs, money, **fields) -> None:
    values = {"progress": progress, "done": done} | fields
    about = {"report": report, "province": report.province}
    entry, _ = TaskEntry.objects.update_or_create(place=place, defaults=values, **about)
    for position, (kind, target, quantity) in enumerate(outputs):
        OutputEntry.objects.create(
            entry=entry, position=position, kind=OutputKind.objects.get(code=kind), target=target, quantity=quantity,
            unit="hội nghị", **about,
        )  # fmt: skip
    for position, (source, spent) in enumerate(money):
        MoneyEntry.objects.create(entry=entry, position=position, source=source, spent=spent, **about)


def accept(report: Report, moment: datetime, by: User) -> None:
    for status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED):
        report.status, report.sent_at, report.received_at = status, moment, moment
        report.sent_by, report.digest = by, "0" * 64
        report.save()


def sent_year() -> Consolidation:
    """The consolidated report of the small year as its department has sent it."""
    if found := Consolidation.objects.filter(year__plan__slug="ha-tinh-2099").first():
        return found
    own = Agency.objects.get(province__slug="ha-tinh", slug="so-cong-thuong")
    people = {"agency": own, "province": own.province}
    editor, approver = (
        MembershipFactory(role=role, **people).user
        for role in (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER)
    )
    with standing_at(NOW):
        writing = start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")
        return send_consolidation(writing, by=approver, link=lambda one: "http://testserver/")
