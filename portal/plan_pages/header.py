"""What is the same on all pages of a plan: which version is shown, the header's facts, the tabs."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from agencies.models import ProvinceName, User
from agencies.rights import Right
from budgets.findings import Finding, findings_of
from budgets.sums import PlannedMoney, planned_money
from core import clock
from core.dates import format_date
from plans.enums import VersionStatus
from plans.models import Plan, PlanVersion, VersionStep
from portal.figures import figures_of
from portal.plan_document.exporter import with_document
from portal.selectors import OVER, province_now, status_of, undecided_of

TABS = {
    "plan": "Tổng quan",
    "plan_objectives": "Mục tiêu",
    "plan_tasks": "Nhiệm vụ",
    "plan_timeline": "Tiến độ",
    "plan_money": "Kinh phí",
    "plan_responsibilities": "Trách nhiệm",
    "plan_text": "Nội dung văn bản",
    "plan_findings": "Sai lệch",
    "plan_document": "Dữ liệu văn bản",
    "plan_years": "Kỳ báo cáo",
    "plan_life": "Duyệt và ban hành",
    "plan_versions": "Các bản",
    "plan_files": "Tài liệu",
    "plan_history": "Lịch sử",
}
_OF_ALL_VERSIONS = ("plan_life", "plan_years")
# Who has one of these goes on with a plan, whatever state it is in.
OF_THE_LIFE = (Right.WRITE_PLANS, Right.APPROVE_PLANS)


@dataclass(frozen=True)
class Tab:
    """A link of the plan's tabs; `count` is how many findings wait, 0 elsewhere."""

    name: str
    label: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class PlanPage:
    """A plan as one of its pages shows it: a version, loaded whole with its findings or not, and the words of the header.

    `undecided` is how many contradictions nobody has noted a decision on.
    `coming` is what follows the version in force as far as the person may know: a version that is not issued yet, or
    one that waits for its day. `closing` is the step that closed the plan, for its province's people.
    """

    plan: Plan
    version: PlanVersion
    findings: list[Finding]
    undecided: int
    may_see_history: bool = False
    may_see_life: bool = False
    may_see_years: bool = False
    coming: PlanVersion | None = None
    closing: VersionStep | None = None
    on: date | None = None  # the day for which the version was asked

    @property
    def is_in_force(self) -> bool:
        return self.version.pk == self.plan.current_version_id

    @property
    def is_draft(self) -> bool:
        """If it has not been issued yet."""
        return self.version.is_unissued

    @property
    def is_closed(self) -> bool:
        return self.version.status == VersionStatus.CLOSED

    @property
    def choice(self) -> dict[str, str]:
        """By what the address chose the version: a day or a number; nothing for the version shown by itself."""
        if self.on:
            return {"on": self.on.isoformat()}
        if self.is_in_force or not self.plan.current_version_id:
            return {}
        return {"version": str(self.version.number)}

    @property
    def query(self) -> str:
        """What links to pages of the same version end with."""
        return f"?{self.more_query}" if self.choice else ""

    @property
    def more_query(self) -> str:
        """The same as a part of a longer query."""
        return urlencode(self.choice)

    def url(self, page: str, *arguments) -> str:
        """The address of another page of this plan, in the same version."""
        return reverse(page, args=[self.plan.slug, *arguments]) + self.query

    @cached_property
    def tabs(self) -> list[Tab]:
        hidden = {"plan_history"} if not self.may_see_history else set()
        hidden |= {"plan_life"} if not self.may_see_life else set()
        hidden |= {"plan_years"} if not self.may_see_years else set()
        return [
            Tab(name, label, self._tab_url(name), self.undecided if name == "plan_findings" else 0)
            for name, label in TABS.items()
            if name not in hidden
        ]

    def _tab_url(self, name: str) -> str:
        """The life of a plan and its reporting years are one page, whichever version one looks at."""
        return reverse(name, args=[self.plan.slug]) if name in _OF_ALL_VERSIONS else self.url(name)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """Where the page stands: labels with addresses, the last one without."""
        return [("Kế hoạch", reverse("plans")), (self.name, "")]

    @cached_property
    def money(self) -> PlannedMoney:
        return planned_money(self.version)

    @cached_property
    def province(self) -> ProvinceName:
        """The province by the name of the time of issue."""
        return self.version.province_name

    @cached_property
    def current_province(self) -> ProvinceName | None:
        """The province that has taken it over by the business date, by its name then."""
        return province_now(self.version.province, clock.today())

    @property
    def is_over(self) -> bool:
        """Whether the plan's period has ended by the business date."""
        return status_of(self.version, clock.today()) == OVER

    @property
    def period(self) -> str:
        return self.version.period

    @property
    def number_and_date(self) -> str:
        """ "835/QĐ-UBND ngày 24/10/2013"; what is not printed is said to be so."""
        day, number = self.version.issued_on, self.version.document_number
        if self.is_draft and not (day or number):
            return "chưa ban hành"
        number = number or "không in số"
        return f"{number} ngày {format_date(day)}" if day else f"{number}, không in ngày"

    @property
    def name(self) -> str:
        return f"{self.province}, {self.period}"


def plan_page(
    user: User, plan: Plan, asked: str | None = None, on: date | None = None, *, is_whole: bool = True
) -> PlanPage:
    """The version of a plan with this number, or the one that was in force on a day.

    Without either the version in force, of a new plan its last draft. `plan` is one that the person may see.
    With `is_whole` it has all that the plan says, and its findings, which is most of the work for a page.
    PlanVersion.DoesNotExist for a version that is not there, that the person may not see, or for anything that is no
    number; also where nothing was in force yet.
    """
    versions = PlanVersion.objects.visible_to(user).filter(plan=plan).order_by("-number")
    if asked is not None:
        versions = versions.filter(number=_number(asked))
    elif on:
        versions = versions.in_force_by(on)
    elif plan.current_version_id:
        versions = versions.filter(pk=plan.current_version_id)
    rows = versions.select_related("province__successor", "created_by")
    version = next(iter((with_document(rows) if is_whole else rows)[:1]), None)
    if version is None:
        raise PlanVersion.DoesNotExist
    version.plan = plan
    findings = findings_of(version) if is_whole else []
    coming, is_own = _coming(user, version), user.may(Right.READ_DRAFTS, province=plan.province)
    takes_steps = any(user.may(right, province=plan.province) for right in OF_THE_LIFE)
    return PlanPage(
        plan,
        version,
        findings,
        sum(not one.is_notice and one.decision is None for one in findings)
        if is_whole
        else undecided_of([version], figures_of([version]))[version.pk],
        may_see_history=user.may(Right.SEE_HISTORY, province=plan.province),
        may_see_life=is_own and (takes_steps or bool(coming and coming.is_unissued)),
        may_see_years=user.sees_all_provinces or plan.province_id in user.province_ids(),
        coming=coming,
        closing=_closing(user, version),
        on=on,
    )


def _coming(user: User, version: PlanVersion) -> PlanVersion | None:
    if version.is_unissued:
        return None if version.status == VersionStatus.DISCARDED else version
    newer = PlanVersion.objects.visible_to(user).filter(
        plan=version.plan_id, number__gt=F("plan__current_version__number")
    )
    return newer.exclude(status=VersionStatus.DISCARDED).first()


def _closing(user: User, version: PlanVersion) -> VersionStep | None:
    if version.status != VersionStatus.CLOSED:
        return None
    steps = VersionStep.objects.visible_to(user).filter(version=version, after=VersionStatus.CLOSED)
    return steps.select_related("by").last()


def _number(asked: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", asked):
        raise PlanVersion.DoesNotExist
    return int(asked)
