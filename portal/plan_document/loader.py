"""Loads plan documents: nothing for an unchanged one, a new version for a changed one, all or nothing.

An issued plan is never overwritten. Where its document was transcribed better, the mended transcription
becomes the next version, with a reason and the differences shown; the earlier versions stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from django.db import connection, transaction
from django.db.models import Q

from agencies.models import Agency, Province, User
from core.dates import first_day, last_day
from plans.enums import ISSUED_ONCE, UNISSUED, VersionKind, VersionStatus
from plans.models import Indicator, OutputKind, Plan, PlanVersion, Programme
from plans.services import put_in_force
from portal.plan_document.comparison import Difference, differences
from portal.plan_document.exporter import content_of
from portal.plan_document.reader import DocumentRefusedError, Problem, ReadDocument
from portal.plan_document.rows import RowWriter, version_fields
from portal.plan_document.schema import PlanDocument, as_data


@dataclass(frozen=True)
class LoadOutcome:
    """What loading did with a document, and what changed against the version before."""

    version: PlanVersion
    result: Literal["created", "unchanged", "new_version"]
    differences: list[Difference] = field(default_factory=list)


@transaction.atomic
def load_plan(
    read: ReadDocument, *, reason: str | None = None, by: User | None = None, is_sample: bool = False
) -> LoadOutcome:
    """Loads one document. `reason` says why a changed document of a known plan is a new version; `is_sample` marks a
    new plan as invented.

    Raises DocumentRefusedError, and then nothing is written: a reference that does not resolve, another
    province or programme than the plan's, or a draft on either side of a change.
    """
    document = read.document
    codes = Codes.for_province(document.province)
    problems = list(reference_problems(read, codes))
    if problems:
        raise DocumentRefusedError(problems)
    with connection.cursor() as cursor:  # two loads of one plan wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"plan {document.slug}"])
    plan = Plan.objects.filter(slug=document.slug).first()
    if plan is None:
        return _create(document, codes, by, is_sample=is_sample)
    _refuse_foreign(read, plan)
    transcribed = plan.versions.exclude(kind=VersionKind.AMENDMENT).order_by("-number").first()
    changes = differences(content_of(transcribed), as_data(document))
    if not changes:
        return LoadOutcome(transcribed, "unchanged")
    latest = plan.versions.order_by("-number").first()
    _refuse_overtaken(read, transcribed, latest)
    return LoadOutcome(_transcribe_anew(document, codes, latest, reason, by), "new_version", changes)


@dataclass(frozen=True)
class Codes:
    """What the codes of a document stand for: its province's and the national agencies, the catalogue."""

    province: Province | None
    programmes: dict[str, Programme]
    agencies: dict[str, Agency]
    indicators: dict[str, Indicator]
    kinds: dict[str, OutputKind]

    @classmethod
    def for_province(cls, slug: str) -> "Codes":
        province = Province.objects.filter(slug=slug).first()
        agencies = Agency.objects.filter(Q(province=province) | Q(province=None)) if province else ()
        return cls(
            province=province,
            programmes={programme.number: programme for programme in Programme.objects.all()},
            agencies={agency.slug: agency for agency in agencies},
            indicators={indicator.code: indicator for indicator in Indicator.objects.all()},
            kinds={kind.code: kind for kind in OutputKind.objects.all()},
        )


def reference_problems(read: ReadDocument, codes: Codes):
    """Yields a Problem for everything that the document refers to and that is not there, or is there twice."""
    document = read.document
    if codes.province is None:
        yield read.problem(("province",), f"không có tỉnh nào có mã {document.province}")
    if document.programme not in codes.programmes:
        yield read.problem(("programme",), f"chưa có chương trình {document.programme} trong danh mục")
    if document.period.start > document.period.end:
        yield read.problem(("period",), "năm đầu sau năm cuối")
    block = document.version
    if (block.kind == VersionKind.ORIGINAL) != (block.amends is None):
        yield read.problem(("version", "amends"), "chỉ bản gốc, và mọi bản gốc, không sửa đổi bản nào")
    if block.kind != VersionKind.ORIGINAL and not block.reason:
        yield read.problem(("version", "reason"), "bản điều chỉnh hoặc sửa bản chép phải nêu lý do")
    if block.status in ISSUED_ONCE:
        for path, words in missing_when_issued(document):
            yield read.problem(path, f"văn bản đã ban hành phải có {words}")
    references = _References(read, codes)
    references.check()
    yield from references.problems


def missing_when_issued(document: PlanDocument) -> Iterator[tuple[tuple, str]]:
    """What an issued plan must have and this one leaves open: its path and its words."""
    if document.title is None:
        yield ("title",), "tên kế hoạch"
    if document.issuer is None:
        yield ("issuer",), "cơ quan ban hành"
    if document.signer.name is None:
        yield ("signer", "name"), "người ký"
    if document.signer.title is None:
        yield ("signer", "title"), "chức vụ người ký"
    for index, group in enumerate(document.groups):
        if group.component is None:
            yield ("groups", index, "component"), f"hợp phần của nhóm nhiệm vụ “{group.title}”"


class _References:
    def __init__(self, read: ReadDocument, codes: Codes):
        self.read, self.document, self.codes = read, read.document, codes
        self.problems: list[Problem] = []

    def check(self) -> None:
        document = self.document
        phases = self.unique("phases", document.phases, "code")
        for index, phase in enumerate(document.phases):
            if phase.start > phase.end:
                self.add(("phases", index), "năm đầu sau năm cuối")
        self.unique("objectives", document.objectives, "key")
        groups = self.unique("groups", document.groups, "key")
        self.unique("sections", document.sections, "key")
        self.unique("responsibilities", document.responsibilities, "clause")
        self.unique("budget_tables", document.budget_tables, "key")
        for index, objective in enumerate(document.objectives):
            self.known(("objectives", index, "phase"), objective.phase, phases, "giai đoạn")
            for place, target in enumerate(objective.targets):
                path = ("objectives", index, "targets", place)
                self.known((*path, "indicator"), target.indicator, self.codes.indicators, "chỉ tiêu")
                if target.min is not None and target.max is not None and target.min > target.max:
                    self.add((*path, "max"), "nhỏ hơn min")
        tasks = self.tasks(phases)
        self.items()
        for index, result in enumerate(document.past_results):
            self.known(("past_results", index, "kind"), result.kind, self.codes.kinds, "loại kết quả")
        for index, responsibility in enumerate(document.responsibilities):
            self.parties(("responsibilities", index, "agencies"), responsibility.agencies)
        for index, table in enumerate(document.budget_tables):
            for place, row in enumerate(table.rows):
                path = ("budget_tables", index, "rows", place)
                self.known((*path, "group"), row.group, groups, "nhóm nhiệm vụ")
                self.known((*path, "task"), row.task, tasks, "nhiệm vụ")

    def tasks(self, phases: set[str]) -> set[str]:
        keys = set()
        for index, group in enumerate(self.document.groups):
            self.known(("groups", index, "phase"), group.phase, phases, "giai đoạn")
            for place, task in enumerate(group.tasks):
                path = ("groups", index, "tasks", place)
                self.once((*path, "key"), task.key, keys)
                self.parties((*path, "lead"), task.lead)
                self.parties((*path, "coordinating"), task.coordinating)
                time = task.time
                if time.start and time.end and first_day(time.start) > last_day(time.end):
                    self.add((*path, "time"), "bắt đầu sau kết thúc")
                for at, output in enumerate(task.outputs):
                    self.known((*path, "outputs", at, "kind"), output.kind, self.codes.kinds, "loại kết quả")
        return keys

    def items(self) -> None:
        keys = set()
        for index, section in enumerate(self.document.sections):
            for place, item in enumerate(section.items):
                self.once(("sections", index, "items", place, "key"), item.key, keys)

    def parties(self, path: tuple, parties) -> None:
        if self.codes.province is None:
            return  # without the province every agency would be unknown
        for index, party in enumerate(parties):
            self.known(
                (*path, index, "agency"), party.agency, self.codes.agencies, "cơ quan trong danh bạ của tỉnh"
            )

    def unique(self, name: str, items, attribute: str) -> set[str]:
        seen: set[str] = set()
        for index, item in enumerate(items):
            self.once((name, index, attribute), getattr(item, attribute), seen)
        return seen

    def once(self, path: tuple, key: str, seen: set[str]) -> None:
        if key in seen:
            self.add(path, f"khóa {key} đã dùng ở trên")
        seen.add(key)

    def known(self, path: tuple, code: str | None, known, what: str) -> None:
        if code is not None and code not in known:
            self.add(path, f"không có {what} nào là {code}")

    def add(self, path: tuple, reason: str) -> None:
        self.problems.append(self.read.problem(path, reason))


def _refuse_foreign(read: ReadDocument, plan: Plan) -> None:
    document, problems = read.document, []
    if plan.province.slug != document.province:
        problems.append(read.problem(("province",), f"kế hoạch {plan.slug} là của tỉnh {plan.province}"))
    if plan.programme.number != document.programme:
        reason = f"kế hoạch {plan.slug} thuộc chương trình {plan.programme}"
        problems.append(read.problem(("programme",), reason))
    if problems:
        raise DocumentRefusedError(problems)


def _refuse_overtaken(read: ReadDocument, transcribed: PlanVersion, latest: PlanVersion) -> None:
    if latest.status in UNISSUED:
        reason = "kế hoạch đang được soạn trên cổng; không nạp đè lên bản đang soạn"
        raise DocumentRefusedError([read.problem(("slug",), reason)])
    if transcribed != latest or latest.status == VersionStatus.CLOSED:
        state = (
            "đã kết thúc" if latest.status == VersionStatus.CLOSED else f"đã điều chỉnh (bản {latest.number})"
        )
        reason = f"kế hoạch {state} trên cổng; không nạp đè, hãy sửa bằng một bản điều chỉnh"
        raise DocumentRefusedError([read.problem(("slug",), reason)])
    if read.document.version.status in UNISSUED:
        reason = "tài liệu đang soạn không thay được bản đã ban hành"
        raise DocumentRefusedError([read.problem(("version", "status"), reason)])


def _create(document: PlanDocument, codes: Codes, by: User | None, *, is_sample: bool) -> LoadOutcome:
    plan = Plan.objects.create(
        slug=document.slug,
        province=codes.province,
        programme=codes.programmes[document.programme],
        is_sample=is_sample,
    )
    block = document.version
    version = _write(
        document, codes, plan, by,
        number=block.number, kind=block.kind, amends=block.amends,
        in_force_from=block.in_force_from, reason=block.reason or "", status=block.status,
    )  # fmt: skip
    return LoadOutcome(version, "created")


def _transcribe_anew(
    document: PlanDocument, codes: Codes, latest: PlanVersion, reason: str | None, by: User | None
) -> PlanVersion:
    return _write(
        document, codes, latest.plan, by,
        number=latest.number + 1, kind=VersionKind.TRANSCRIPTION, amends=latest.number,
        in_force_from=document.version.in_force_from,
        reason=reason or document.version.reason or "Sửa bản chép theo tài liệu nạp lại",
        status=VersionStatus.ISSUED,
    )  # fmt: skip


def _write(
    document: PlanDocument, codes: Codes, plan: Plan, by: User | None, *, status: str, **fields
) -> PlanVersion:
    version = PlanVersion.objects.create(
        plan=plan,
        province_id=plan.province_id,
        created_by=by,
        **version_fields(document),
        **fields,
    )
    RowWriter(version, codes.agencies, codes.indicators, codes.kinds).write(document)
    if status in ISSUED_ONCE:
        version.status = VersionStatus.ISSUED
        version.save(update_fields=["status"])
        put_in_force(version)
    return version
