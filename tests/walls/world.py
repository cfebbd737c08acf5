"""Two provinces with everything in them, and people of every role in, beside and above them.

Hà Tĩnh has its own people; Kon Tum's are those of Quảng Ngãi, which took it over; An Giang is a stranger to both.
Each province's texts hold a word that stands nowhere else (CANARIES), so that a leak can be seen.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from agencies.enums import NATIONAL_ROLES, AgencyKind, Role
from agencies.models import Agency, Invitation, Membership, Province, User
from agencies.services import log_download
from core.scope import OWNER, Scope, scoped
from plans.models import AnnexImport, AnnexMapping, DecisionScan, PlanVersion, TypedForm
from plans.services import submit_version
from portal.catalogue.kinds import KINDS
from portal.drafting.starting import start_amendment
from portal.plan_document.loader import load_plan
from reporting.enums import ReportKind, ReportStatus
from reporting.models import (
    CollectiveDecision,
    CollectiveMember,
    ConsolidatedFigure,
    ConsolidatedText,
    Consolidation,
    Difficulty,
    DifficultyReply,
    Evidence,
    Extension,
    HeirDecision,
    MovedDay,
    ProductEntry,
    Remark,
    Reminder,
    ReminderStage,
    Report,
    ReportingYear,
    ReportRun,
    ReportStep,
    ResourceEntry,
    TargetValue,
)
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    UserFactory,
    obligation_of,
    opened_year,
    read_plan,
    report_of,
    whole_plan_data,
)
from tests.factories.mails import mail_in_doubt

CANARIES = {"ha-tinh": "zukanari", "kon-tum": "wofibela"}
DRAFT = "nhap"  # follows the word in a draft, which the ministry may not see either
ISSUED = {"ha-tinh": "ha-tinh-2011", "kon-tum": "kon-tum-2013"}
REACH = {"ha-tinh": {"ha-tinh"}, "quang-ngai": {"quang-ngai", "kon-tum"}, "an-giang": {"an-giang"}}
OTHER_AGENCY = "other"
SCAN = "0" * 64  # the checksum of a file that is lost


@dataclass(frozen=True)
class Actor:
    """Somebody who asks. `reach` are the provinces that are hers; `role` is empty for who has none."""

    name: str
    role: str = ""
    province: str = ""
    user: User | None = None
    client: Client = field(default_factory=Client)

    @property
    def reach(self) -> set[str]:
        return REACH.get(self.province, set())

    @property
    def is_national(self) -> bool:
        return self.role in NATIONAL_ROLES

    def has(self, *roles: str) -> bool:
        return self.role in roles


@dataclass(frozen=True)
class Subject:
    """Something that is asked for: of a province, in a state, under its address's arguments."""

    province: str | None
    state: str
    kwargs: dict
    by: User | None = None


@dataclass
class World:
    """All actors, and the subjects by kind."""

    actors: list[Actor]
    subjects: dict[str, list[Subject]]


def make_world() -> World:
    """Makes it, as the owner of the database."""
    actors = [Actor("anonymous"), _acting("nobody's", UserFactory())]
    for role in Role:
        places = [""] if role in NATIONAL_ROLES else list(REACH)
        actors += [_member(role, place) for place in places]
    actors += [_member(Role.AGENCY_REPORTER, "ha-tinh", OTHER_AGENCY)]
    subjects = {
        kind: []
        for kind in (
            "nothing",
            "plan",
            "step",
            "task",
            "agency",
            "run",
            "person",
            "membership",
            "invitation",
            "mail",
            "import",
            "year",
            "obligation",
            "difficulty",
        )
    }
    subjects["nothing"].append(Subject(None, "", {}))
    subjects["entry"] = [
        Subject(None, kind.slug, {"kind": kind.slug, "public_id": kind.entries.first().public_id})
        for kind in KINDS.values()
    ]
    subjects["stage"] = [Subject(None, "", {"number": "1"})]
    subjects["link"] = [Subject(None, "", {"uidb36": "1", "key": "set-password"})]
    for province in CANARIES:
        _furnish(province, actors, subjects)
    return World(actors, subjects)


def _member(role: str, province: str, agency: str = "") -> Actor:
    slug = f"cua-{role.replace('_', '-')}{agency and '-' + agency}"
    home = Province.objects.get(slug=province) if province else None
    kind = AgencyKind.FACILITY if role == Role.FACILITY_REPORTER else AgencyKind.DEPARTMENT
    membership = MembershipFactory(agency=AgencyFactory(province=home, slug=slug, kind=kind), role=role)
    return _acting(f"{role} {province} {agency}".strip(), membership.user, role, province)


def _acting(name: str, user: User, role: str = "", province: str = "") -> Actor:
    actor = Actor(name, role, province, user)
    actor.client.force_login(user)
    return actor


def _furnish(slug: str, actors: list[Actor], subjects: dict) -> None:
    province, word = Province.objects.get(slug=slug), CANARIES[slug]
    draft = make_draft(slug, word + DRAFT)
    issued = PlanVersion.objects.current().get(plan__slug=ISSUED[slug])
    for version, state in ((issued, "issued"), (draft, "draft")):
        kwargs = {"slug": version.plan.slug, "checksum": SCAN, "part": "groups"}
        task = version.taskgroup_rows.first().tasks.first()
        subjects["plan"].append(Subject(slug, state, kwargs))
        if version is issued:  # whose amendment waits for approval
            subjects["step"].append(Subject(slug, state, kwargs | {"name": "returned"}))
        MovedDay.objects.create(
            plan=version.plan,
            province=province,
            year=version.period_end,
            before=date(version.period_end, 12, 20),
            reason=word + DRAFT if state == "draft" else "Bão lũ",
            decided_by=next(actor.user for actor in actors if actor.role == Role.PORTAL_ADMIN),
        )
        subjects["task"].append(Subject(slug, state, kwargs | {"key": task.key, "plan": version.plan.slug}))
    subjects["import"].append(Subject(slug, "", {"public_id": _import(draft, actors, word).public_id}))
    facility = AgencyFactory(province=province, name=f"Nhà máy {word}", kind=AgencyKind.FACILITY)
    _report(issued, actors, subjects, word)
    _amend(issued, draft, next(one.user for one in actors if slug in one.reach and one.has(*WRITERS)), word)
    open_one = Agency.objects.get(province=province, slug="so-cong-thuong")
    for agency, state in ((facility, "facility"), (open_one, "public")):
        subjects["agency"].append(
            Subject(slug, state, {"public_id": agency.public_id, "id": agency.public_id})
        )
    for author in (actor for actor in actors if slug in actor.reach and actor.has(*RUN_AUTHORS)):
        for heading in ("", word):
            run = _run(issued, province, author.user, heading)
            state = "headed" if heading else "plain"
            subjects["run"].append(Subject(slug, state, {"public_id": run.public_id}, author.user))
        with scoped(Scope(OWNER, user=author.user.pk, request=f"tai-ve-{author.user.pk}-{slug}")):
            log_download(author.user, version=draft.pk, name=f"Kế hoạch {word}{DRAFT}")
    member = MembershipFactory(
        agency=facility, user=UserFactory(full_name=f"Nguyễn {word}"), role=Role.FACILITY_REPORTER
    )
    subjects["person"].append(Subject(slug, "", {"public_id": member.user.public_id}))
    subjects["membership"].append(Subject(slug, "", {"public_id": member.public_id}))
    subjects["mail"].append(Subject(slug, "", {"public_id": mail_in_doubt(member.user.email).public_id}))
    invitation = _invitation(province, open_one, word)
    subjects["invitation"].append(Subject(slug, "", {"public_id": invitation.public_id}))


RUN_AUTHORS = (Role.DEPARTMENT_EDITOR, Role.AGENCY_REPORTER)
WRITERS = (Role.DEPARTMENT_EDITOR,)


def _amend(issued: PlanVersion, draft: PlanVersion, editor: User, word: str) -> None:
    """An amendment of the issued plan that waits for approval, with words at each of its steps; something typed."""
    secret = word + DRAFT
    amendment = start_amendment(issued.plan, reason=f"Bổ sung {secret}", by=editor)
    PlanVersion.objects.filter(pk=amendment.pk).update(title=f"Kế hoạch {secret}")
    submit_version(amendment, by=editor, link="https://testserver/", comment=f"Mời xem {secret}")
    about = {"province": issued.province, "file_name": f"{word}.pdf", "size": 4, "added_by": editor}
    DecisionScan.objects.create(version=issued, checksum=SCAN, **about)
    TypedForm.objects.create(
        user=editor, province=draft.province, plan=draft.plan, place="document", data={"title": secret}
    )


def _report(issued: PlanVersion, actors: list[Actor], subjects: dict, word: str) -> None:
    """A reporting year in which one agency has sent its report, one writes it, one's was accepted."""
    slug = issued.province.slug
    year = opened_year(issued.plan.slug)
    kwargs = {"slug": issued.plan.slug, "year": year.year, "number": 1, "place": "general", "file": uuid4()}
    TargetValue.objects.create(
        year=year, province=year.province, target=issued.target_rows.first(), numerator=1, note=word + DRAFT
    )
    subjects["year"].append(Subject(slug, "", kwargs))
    place = f"task:{issued.task_rows.first().key}"
    reporters = [
        one for one in actors if slug in one.reach and one.has(Role.AGENCY_REPORTER, Role.FACILITY_REPORTER)
    ]
    agencies = [(one.user.membership.agency, one.user) for one in reporters[:2]]
    agencies.append((AgencyFactory(province=issued.province, name="Trung tâm thứ ba"), reporters[0].user))
    states = (ReportStatus.SUBMITTED, ReportStatus.DRAFT, ReportStatus.ACCEPTED)
    for (agency, user), status in zip(agencies, states, strict=True):
        obligation = obligation_of(year, agency, place, text=f"Báo cáo về Sở {word}")
        said = (
            word if status == ReportStatus.ACCEPTED else word + DRAFT
        )  # the ministry reads what was accepted
        report = report_of(obligation, status, by=user, general=f"Đã làm {said}")
        about = {"report": report, "province": report.province}
        ReportStep.objects.create(
            before=ReportStatus.DRAFT, after=status, at=timezone.now(), by=user, comment=word + DRAFT, **about
        )
        remark = Remark.objects.create(place=place, text=word + DRAFT, at=timezone.now(), by=user, **about)
        file = Evidence(
            place="paper", file_name=f"{word}{DRAFT}.pdf", media_type="application/pdf", size=4, checksum=SCAN,
            added_by=user, **about,
        )  # fmt: skip
        if status != ReportStatus.ACCEPTED:  # to which nothing is added
            file.save()
        product = ProductEntry(position=0, product=word + DRAFT, **about)
        if status == ReportStatus.DRAFT:
            product.save()
            ResourceEntry.objects.create(
                entry=product, position=1, resource="coal", name=word + DRAFT, unit="ton", baseline=1, **about
            )
        Extension.objects.create(
            obligation=obligation,
            province=report.province,
            before=date(2018, 12, 20),
            reason=word,
            decided_by=user,
        )
        Reminder.objects.create(
            obligation=obligation, province=report.province, cycle="due 2018-12-15", stage="D-30", kind="due",
            audience="agency", send_at=timezone.now(), state="suppressed", reason=word + DRAFT,
        )  # fmt: skip
        found = {"public_id": obligation.public_id, "place": place, "number": report.number} | kwargs
        found |= {"older": 1, "newer": 2}
        found |= {"file": file.public_id, "remark": remark.public_id}
        subjects["obligation"].append(Subject(slug, status, found, user))
    _consolidate(year, report, word)
    raiser = agencies[0][1]
    ReminderStage.objects.create(province=issued.province, code="D-30", days=-29)
    difficulty = Difficulty.objects.create(
        province=issued.province, agency=agencies[0][0], plan=issued.plan, year=year, text=word + DRAFT,
        raised_at=timezone.now(), raised_by=raiser,
    )  # fmt: skip
    DifficultyReply.objects.create(
        difficulty=difficulty,
        province=issued.province,
        after="open",
        text=word + DRAFT,
        at=timezone.now(),
        by=raiser,
    )
    subjects["difficulty"].append(Subject(slug, "", {"public_id": difficulty.public_id}, raiser))
    decision = CollectiveDecision.objects.create(
        plan=issued.plan,
        province=issued.province,
        text=f"các sở {word}",
        key=f"cac so {word}",
        decided_by=user,
    )
    CollectiveMember.objects.create(decision=decision, province=issued.province, agency=agencies[0][0])
    HeirDecision.objects.create(
        plan=issued.plan, province=issued.province, agency=agencies[0][0], heir=agencies[1][0], reason=word + DRAFT,
        decided_by=user,
    )  # fmt: skip


def _consolidate(year: ReportingYear, report: Report, word: str) -> None:
    """The consolidated report of the year, which is still being written, with a paragraph of a report and a figure; and of
    periods."""
    about = {"province": year.province}
    own = {"number": 1, "started_by": report.started_by, "results": f"Kết quả {word}{DRAFT}"} | about
    one = Consolidation.objects.create(year=year, version=year.version, **own)
    for kind in ("interim", "final"):
        Consolidation.objects.create(
            year=year, version=year.version, kind=kind, from_year=year.year, note=word + DRAFT, **own
        )
    ConsolidatedText.objects.create(
        consolidation=one,
        place="general",
        report=report,
        text=word + DRAFT,
        source_text=word + DRAFT,
        **about,
    )
    ConsolidatedFigure.objects.create(
        consolidation=one, position=1, kind="tasks", value=1, printed=word + DRAFT, **about
    )


def _import(draft: PlanVersion, actors: list[Actor], word: str) -> AnnexImport:
    """A file that waits to be read, for a draft; and how the province had one read before."""
    slug = draft.province.slug
    editor = next(one.user for one in actors if slug in one.reach and one.has(*WRITERS))
    about = {"province": draft.province, "plan": draft.plan, "user": editor}
    AnnexMapping.objects.create(
        province=draft.province, signature=SCAN, mapping={"title": word + DRAFT}, changed_by=editor
    )
    return AnnexImport.objects.create(file_name=f"{word}{DRAFT}.xlsx", size=4, checksum=SCAN, **about)


def make_draft(slug: str, word: str) -> PlanVersion:
    data = whole_plan_data(
        slug=f"{slug}-2097", province=slug, title=f"Kế hoạch {word}", version={"status": "draft"}
    )
    data["objectives"][0]["text"] += f" {word}"
    data["groups"][0]["title"] += f" {word}"
    data["groups"][0]["tasks"][0]["action"] += f" {word}"
    data["sections"][0]["items"][0]["text"] += f" {word}"
    data["responsibilities"][0]["items"].append(word)
    data["budget_tables"][0]["rows"][0]["label"] += f" {word}"
    return load_plan(read_plan(data)).version


def _run(version: PlanVersion, province: Province, by: User, heading: str) -> ReportRun:
    params = {"number": None, "signer_authority": "", "signer_title": "", "signer_name": heading}
    return ReportRun.objects.create(
        version=version,
        kind=ReportKind.PLAN_PDF,
        province=province,
        params=(params | {"day": "2018-12-01"}) if heading else {},
        data_digest=f"{ReportRun.objects.count():064x}",
        requested_by=by,
        file_name="bao-cao.pdf",
    )


def _invitation(province: Province, agency: Agency, word: str) -> Invitation:
    admin = Membership.objects.filter(role=Role.PORTAL_ADMIN).first().user
    return Invitation.objects.create(
        province=province,
        agency=agency,
        email=f"{word}@example.vn",
        full_name=f"Lê {word}",
        role=Role.AGENCY_REPORTER,
        invited_by=admin,
        digest=f"{word:a<64}",
        expires_at=timezone.now() + timedelta(days=7),
    )
