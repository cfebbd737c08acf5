"""No document and no mail holds a word of another province, nor one of a draft for the ministry."""

import io

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from agencies.enums import AgencyKind
from agencies.models import Agency, Province
from plans.models import PlanVersion
from reporting.enums import COMPARISONS, CONSOLIDATED, NATIONAL, ReportKind, RunStatus
from reporting.jobs import render_report
from reporting.models import Consolidation, ReportRun
from reporting.services import request_document
from tests.walls.test_canaries import leaked, read
from tests.walls.world import CANARIES, DRAFT, ISSUED, Actor, World, make_world

HOME = "ha-tinh"
OF_ONE_VERSION = [kind for kind in ReportKind if kind not in (*COMPARISONS, *CONSOLIDATED, *NATIONAL)]
READERS = (
    "department_editor ha-tinh",
    "department_editor an-giang",
    "province_admin quang-ngai",
    "ministry_official",
    "portal_admin",
)


@pytest.fixture
def committed_world(on_clone, settings, tmp_path) -> World:
    settings.FILES_DIR = tmp_path
    return make_world()


def actor(world: World, name: str) -> Actor:
    return next(one for one in world.actors if one.name == name)


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    return "".join(page.get_textpage().get_text_range() for page in pages)


def words_for(reader: Actor, run: ReportRun) -> str | None:
    """What a document says to who may read it; None for who may not."""
    address = reverse("run_download", kwargs={"public_id": run.public_id})
    answer = reader.client.get(address)
    if answer.status_code == 404:
        return None
    content = b"".join(answer)
    return text_of(content) if content.startswith(b"%PDF") else read(reader, address)


def test_no_document_holds_a_word_of_another_province(committed_world):
    draft = next(
        one for one in committed_world.subjects["plan"] if (one.province, one.state) == (HOME, "draft")
    )
    own = actor(committed_world, "department_editor ha-tinh").user
    runs = [made(draft.kwargs["slug"], kind, own) for kind in OF_ONE_VERSION]
    for name in ("department_editor an-giang", "ministry_official"):
        runs.append(made(ISSUED[HOME], ReportKind.PLAN_XLSX, actor(committed_world, name).user))
    runs.append(made(ISSUED[HOME], ReportKind.PLAN_PDF, actor(committed_world, "ministry_official").user))

    said = {name: [words_for(actor(committed_world, name), run) for run in runs] for name in READERS}
    readable = {name: sum(text is not None for text in texts) for name, texts in said.items()}
    own_draft = said["department_editor ha-tinh"][: len(OF_ONE_VERSION)]
    assert all(CANARIES[HOME] + DRAFT in text for text in own_draft)  # there is something to leak
    assert readable["department_editor an-giang"] == 1
    assert readable["ministry_official"] == 2
    leaks = [
        name
        for name, texts in said.items()
        if leaked(actor(committed_world, name), "".join(filter(None, texts)))
    ]
    assert leaks == []


def test_no_consolidated_report_leaves_the_province_before_it_is_sent(committed_world):
    ones = Consolidation.objects.select_related("version").filter(province__slug=HOME)
    one, final = ones.get(kind="year"), ones.get(kind="final")
    own = actor(committed_world, "department_editor ha-tinh").user
    wanted = [*((one, kind) for kind in CONSOLIDATED), (final, CONSOLIDATED[0])]
    runs = [finished(request_document(of.version, kind, by=own, consolidation=of)) for of, kind in wanted]

    said = {name: [words_for(actor(committed_world, name), run) for run in runs] for name in READERS}

    assert all(CANARIES[HOME] + DRAFT in text for text in said.pop("department_editor ha-tinh"))
    assert {text for texts in said.values() for text in texts} == {None}
    for name in said:
        with pytest.raises(PermissionDenied):
            request_document(
                one.version, CONSOLIDATED[0], by=actor(committed_world, name).user, consolidation=one
            )


def test_no_comparison_with_a_draft_leaves_the_province(committed_world):
    issued = PlanVersion.objects.current().get(plan__slug=ISSUED[HOME])
    draft = on_its_way(issued)
    own = actor(committed_world, "department_editor ha-tinh").user
    runs = [
        finished(request_document(after, kind, by=own, compared_with=before))
        for kind in COMPARISONS
        for before, after in ((issued, draft), (draft, issued))
    ]

    said = {name: [words_for(actor(committed_world, name), run) for run in runs] for name in READERS}

    assert all(CANARIES[HOME] + DRAFT in text for text in said.pop("department_editor ha-tinh"))
    assert {text for texts in said.values() for text in texts} == {None}
    for name in said:
        reader = actor(committed_world, name)
        with pytest.raises(PermissionDenied):
            request_document(issued, COMPARISONS[0], by=reader.user, compared_with=draft)
        page = reader.client.get(reverse("plan_comparison", args=[ISSUED[HOME]]), {"before": 1, "after": 2})
        assert page.status_code == 422
        assert not leaked(reader, page.content.decode())
    assert not leaked(
        actor(committed_world, "portal_admin"), read(actor(committed_world, "portal_admin"), "/history/")
    )


def test_a_comparison_with_a_draft_that_was_put_into_the_ministrys_queue_is_not_made(committed_world):
    """The second wall: whoever queued it, the worker reads for the ministry and finds no draft."""
    issued = PlanVersion.objects.current().get(plan__slug=ISSUED[HOME])
    run = ReportRun.objects.create(
        version=issued,
        compared_with=on_its_way(issued),
        kind=ReportKind.COMPARISON_PDF,
        data_digest="0" * 64,
        requested_by=actor(committed_world, "ministry_official").user,
        file_name="so-sanh.pdf",
    )
    for _ in range(2):  # it is tried twice
        render_report(str(run.public_id))
    run.refresh_from_db()

    assert (run.status, run.checksum) == (RunStatus.FAILED, "")


def on_its_way(issued: PlanVersion) -> PlanVersion:
    """The amendment of an issued plan that waits for approval."""
    return PlanVersion.objects.unissued().get(plan=issued.plan_id)


def made(slug: str, kind: str, by) -> ReportRun:
    """The finished run of a document that somebody asks for."""
    version = PlanVersion.objects.filter(plan__slug=slug).earliest("number")
    return finished(request_document(version, kind, by=by))


def finished(run: ReportRun) -> ReportRun:
    """The run after a worker made it."""
    render_report(str(run.public_id))
    run.refresh_from_db()
    assert run.status == RunStatus.DONE, run.failure_reason
    return run


def test_a_step_of_a_version_is_told_to_its_province_alone(world, mailoutbox):
    told = {person.user.email: person for person in world.actors if person.user}
    for mail in mailoutbox:
        [reader] = [told[address] for address in mail.to]
        assert leaked(reader, content_of(mail)) == []
    assert {word for word in CANARIES.values() if any(word in content_of(one) for one in mailoutbox)} == set(
        CANARIES.values()
    )


def test_no_mail_holds_a_word_of_another_province(world, mailoutbox):
    mailoutbox.clear()
    for slug, word in CANARIES.items():
        province = Province.objects.get(slug=slug)
        place = Agency.objects.get(province=province, kind=AgencyKind.FACILITY, name=f"Nhà máy {word}")
        admin = actor(world, f"province_admin {'quang-ngai' if slug == 'kon-tum' else slug}")
        given = {"email": f"moi-{word}@example.vn", "full_name": f"Phạm {word}", "role": "facility_reporter"}
        answer = admin.client.post("/people/invite/", given | {"agency": str(place)})
        assert answer.status_code == 302, answer.content.decode()

    assert len(mailoutbox) == len(CANARIES)
    for mail in mailoutbox:
        own = [word for word in CANARIES.values() if word in mail.to[0]]
        assert own == [word for word in CANARIES.values() if word in content_of(mail)]


def content_of(mail: EmailMultiAlternatives) -> str:
    """What the mail says, without the address that it goes to."""
    said = " ".join([mail.subject, mail.body, *(part.content for part in mail.alternatives)])
    return said.replace(mail.to[0], "")
