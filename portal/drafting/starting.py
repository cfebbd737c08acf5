"""New drafts: a plan from nothing or from an earlier one, and the amendment of a plan in force."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from agencies.models import Agency, Province, User
from agencies.rights import Right
from core import clock
from plans.enums import UNISSUED, DocumentKind, VersionKind, VersionStatus
from plans.models import Plan, PlanVersion, Programme
from plans.services.life import waiting_version
from portal.drafting.past_results import past_results
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import Codes
from portal.plan_document.reader import check_document
from portal.plan_document.rows import RowWriter, version_fields

# What an amendment gets anew from its own decision.
OF_THE_DECISION = {
    "document_number": "", "issued_on": None, "signer_name": "", "signer_title": "", "signer_authority": "",
}  # fmt: skip
FIRST_YEAR, LAST_YEAR, LONGEST = 2000, 2060, 15


def valid_programmes() -> QuerySet[Programme]:
    """The programmes that a new plan may answer, by the business date."""
    return Programme.objects.valid_on(clock.today())


def proposed_title(programme: Programme, province: Province, *, start: int, end: int) -> str:
    """What a plan is called where nobody says otherwise."""
    place = province.name_on(max(date(start, 1, 1), clock.today())).in_sentence
    return f"Kế hoạch hành động thực hiện {programme.title} trên địa bàn {place}, giai đoạn {start}-{end}"


def plans_beside(province: Province, programme: Programme, *, start: int, end: int) -> QuerySet[PlanVersion]:
    """What the province has under the programme for some of the years: the versions in force or on their way."""
    living = Q(plan__current_version=F("pk")) | Q(status__in=UNISSUED)
    of_programme = PlanVersion.objects.filter(plan__province=province, plan__programme=programme)
    return of_programme.filter(living, period_start__lte=end, period_end__gte=start)


@transaction.atomic
def start_plan(
    province: Province, programme: Programme, *, start: int, end: int, title: str, by: User
) -> PlanVersion:
    """A new plan of the province with nothing in it but what is given. Raises PermissionDenied, ValidationError."""
    return _write_new(province, programme, start, end, _empty(province, programme, start, end, title), by)


@transaction.atomic
def carry_forward(earlier: PlanVersion, programme: Programme, *, start: int, end: int, title: str, by: User):
    """A new plan with the groups, tasks and parties of an earlier version, for another period; no amounts, no times.

    Its results of the period before are those of the earlier plan's final report, where one was sent.

    Agencies that have ended are replaced by their successor where there is one for all duties; where there are
    several, the department decides: the words stay, and the draft's list of open points names them.
    """
    province = earlier.province.answering_on(date(start, 1, 1))
    data = _empty(province, programme, start, end, title)
    heirs = _Heirs.of(earlier.province, province, date(start, 1, 1))
    content = content_of(earlier)
    data["groups"] = [
        group | {"phase": None, "tasks": [_carried_task(task, heirs) for task in group["tasks"]]}
        for group in content["groups"]
    ]
    data["responsibilities"] = [
        row | {"agencies": heirs.parties(row["agencies"])} for row in content["responsibilities"]
    ]
    data["past_results"] = past_results(earlier.plan, by)
    return _write_new(province, programme, start, end, data, by)


@transaction.atomic
def start_amendment(plan: Plan, *, reason: str, by: User) -> PlanVersion:
    """A working copy of the version in force, to be issued under a decision of its own; a plan has one at a time.

    Raises PermissionDenied; ValidationError where the plan is closed, not issued, or being amended already.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _refuse_stranger(plan.province, by)
    current = plan.current_version
    if current is None:
        raise ValidationError("Kế hoạch chưa ban hành; hãy sửa chính bản đang soạn.")
    if current.status == VersionStatus.CLOSED:
        raise ValidationError("Kế hoạch đã kết thúc nên không điều chỉnh được nữa.")
    if open_one := plan.versions.unissued().first():
        raise ValidationError(
            f"Đã có bản số {open_one.number} ({open_one.get_status_display()}); hãy soạn tiếp bản đó."
        )
    if waiting_version(plan):
        raise ValidationError("Đang có bản điều chỉnh chờ đến ngày áp dụng; hãy điều chỉnh sau ngày đó.")
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do điều chỉnh."})
    content = content_of(current)
    own = [mention | {"number": None, "issued_on": None} for mention in content["self_references"]]
    document = check_document(content | {"self_references": own}).document
    number = plan.versions.order_by("-number").first().number + 1
    version = PlanVersion.objects.create(
        plan=plan, province_id=plan.province_id, number=number, kind=VersionKind.AMENDMENT,
        amends=current.number, reason=reason, created_by=by, **version_fields(document) | OF_THE_DECISION,
    )  # fmt: skip
    _write_rows(version, document)
    return version


def _empty(province: Province, programme: Programme, start: int, end: int, title: str) -> dict:
    name = province.name_on(max(date(start, 1, 1), clock.today()))
    return {
        "version": {"status": "draft"},
        "province": province.slug,
        "programme": programme.number,
        "title": title or None,
        "kind": DocumentKind.PLAN,
        "issuer": f"UBND {name.in_sentence}",
        "period": {"start": start, "end": end},
    }


def _write_new(province, programme, start: int, end: int, data: dict, by: User) -> PlanVersion:
    _refuse_stranger(province, by)
    refuse_bad_period(start, end)
    document = check_document(data | {"slug": _free_slug(province, start)}).document
    try:
        with transaction.atomic():
            plan = Plan.objects.create(slug=document.slug, province=province, programme=programme)
    except IntegrityError:
        raise ValidationError("Vừa có người tạo kế hoạch này; hãy mở lại danh sách kế hoạch.") from None
    version = PlanVersion.objects.create(
        plan=plan, province=province, number=1, created_by=by, **version_fields(document)
    )
    _write_rows(version, document)
    return version


def _write_rows(version: PlanVersion, document) -> None:
    codes = Codes.for_province(version.plan.province.slug)
    RowWriter(version, codes.agencies, codes.indicators, codes.kinds).write(document)


def _refuse_stranger(province: Province, by: User) -> None:
    if not by.may(Right.WRITE_PLANS, province=province):
        raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh được soạn kế hoạch của tỉnh.")


def refuse_bad_period(start: int, end: int) -> None:
    """ValidationError, at the field, for years that no plan is made for."""
    if not FIRST_YEAR <= start <= LAST_YEAR:
        raise ValidationError({"start": f"Năm đầu phải từ {FIRST_YEAR} đến {LAST_YEAR}."})
    if not start <= end < start + LONGEST:
        raise ValidationError({"end": f"Năm cuối phải từ {start} đến {start + LONGEST - 1}."})


def _free_slug(province: Province, year: int) -> str:
    """Province and year; a second plan of one year gets a number: "kon-tum-2026-2"."""
    stem = f"{province.slug}-{year}"
    taken = set(Plan.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


@dataclass(frozen=True)
class _Heirs:
    """Who stands for the agencies of an earlier plan in a new one."""

    heirs: dict[str, Agency]
    known: Container[str]

    @classmethod
    def of(cls, earlier: Province, province: Province, day: date) -> "_Heirs":
        ended = (
            Agency.objects.filter(province=earlier)
            .ended_before(day)
            .prefetch_related("successions__successor")
        )
        heirs = {
            agency.slug: successions[0].successor
            for agency in ended
            if len(successions := list(agency.successions.all())) == 1 and not successions[0].duty
        }
        return cls(heirs, Codes.for_province(province.slug).agencies)

    def parties(self, parties: list[dict]) -> list[dict]:
        """The parties with successors in place of agencies that have ended; two that became one stand once."""
        carried = [self._party(party) for party in parties]
        return [party for place, party in enumerate(carried) if party not in carried[:place]]

    def _party(self, party: dict) -> dict:
        slug, text = party["agency"], party["text"]
        if heir := self.heirs.get(slug):
            slug, text = heir.slug, heir.name
        return {"text": text, "agency": slug if slug in self.known else None}


def _carried_task(task: dict, heirs: _Heirs) -> dict:
    every_year = task["time"]["every_year"]
    return task | {
        "lead": heirs.parties(task["lead"]),
        "coordinating": heirs.parties(task["coordinating"]),
        "outputs": [],
        "time": {"text": task["time"]["text"] if every_year else None, "every_year": every_year},
        "budget": None,
    }
