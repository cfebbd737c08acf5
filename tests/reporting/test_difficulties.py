"""What stands in an agency's way: raised, answered, passed on, closed, told by mail; by the services."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from agencies.enums import Role
from core.scope import MINISTRY, Scope, scoped
from plans.models import Plan
from reporting.enums import DifficultyState
from reporting.models import Difficulty, DifficultyReply
from reporting.services.difficulties import raise_difficulty, reply
from tests.factories import opened_year


def link(difficulty) -> str:
    return f"https://testserver/difficulties/{difficulty.public_id}/"


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "kon-tum")


@pytest.fixture
def plan(db):
    return Plan.objects.get(slug="kon-tum-2013")


@pytest.fixture
def raised(reporter, editor, plan):
    return raise_difficulty(
        by=reporter, text="Chưa được bố trí kinh phí.", plan=plan, place="task:4/4.3", link=link
    )


def test_it_is_raised_for_ones_own_agency_and_told_to_the_department(raised, reporter, editor):
    assert (raised.agency, raised.state, raised.province.slug) == (
        reporter.membership.agency,
        DifficultyState.OPEN,
        "kon-tum",
    )
    [sent] = mail.outbox
    assert sent.to == [editor.email]
    assert link(raised) in sent.body


def test_what_cannot_be_is_refused(reporter, person, plan):
    with pytest.raises(ValidationError):
        raise_difficulty(by=reporter, text="  ", plan=plan, link=link)
    with pytest.raises(ValidationError):
        raise_difficulty(by=reporter, text="Vướng", plan=plan, place="task:99", link=link)
    with pytest.raises(ValidationError):
        raise_difficulty(by=reporter, text="Vướng", plan=plan, year=opened_year("ha-tinh-2011"), link=link)
    for stranger in (person(Role.PROVINCIAL_VIEWER, "kon-tum"), person(Role.AGENCY_REPORTER, "ha-tinh")):
        with pytest.raises(PermissionDenied):
            raise_difficulty(by=stranger, text="Vướng", plan=plan, link=link)
    assert not Difficulty.objects.exists()


def test_the_department_answers_and_passes_on_the_agency_adds_and_either_closes(raised, reporter, editor):
    mail.outbox.clear()
    reply(raised, DifficultyState.ANSWERED, by=editor, text="Sẽ bổ sung.", link=link)
    with pytest.raises(ValidationError):
        reply(raised, DifficultyState.FORWARDED, by=editor, text="Đề nghị xem xét", link=link)
    reply(
        raised, DifficultyState.FORWARDED, by=editor, text="Đề nghị", forwarded_to="Sở Tài chính", link=link
    )
    assert [one.to for one in mail.outbox] == [[reporter.email]] * 2
    reply(raised, DifficultyState.OPEN, by=reporter, text="Vẫn chưa có.", link=link)
    assert mail.outbox[-1].to == [editor.email]
    reply(raised, DifficultyState.CLOSED, by=reporter, text="", link=link)
    raised.refresh_from_db()
    assert raised.state == DifficultyState.CLOSED
    assert [one.after for one in raised.replies.all()] == ["answered", "forwarded", "open", "closed"]
    with pytest.raises(ValidationError):
        reply(raised, DifficultyState.ANSWERED, by=editor, text="Nữa", link=link)


def test_nobody_says_what_is_the_other_sides_and_strangers_nothing(raised, reporter, editor, person):
    for by, after in (
        (reporter, DifficultyState.ANSWERED),
        (reporter, DifficultyState.FORWARDED),
        (editor, DifficultyState.OPEN),
        (person(Role.PROVINCIAL_VIEWER, "kon-tum"), DifficultyState.CLOSED),
        (person(Role.DEPARTMENT_EDITOR, "ha-tinh"), DifficultyState.ANSWERED),
    ):
        with pytest.raises(PermissionDenied):
            reply(raised, after, by=by, text="x", link=link)


def test_it_is_seen_by_its_agency_and_the_department_alone_and_its_words_stay(
    raised, reporter, editor, person
):
    def sees(user) -> bool:
        return Difficulty.objects.visible_to(user).exists()

    assert sees(reporter)
    assert sees(editor)
    for stranger in (
        person(Role.FINANCE_APPRAISER, "kon-tum"),
        person(Role.DEPARTMENT_EDITOR, "ha-tinh"),
        person(Role.MINISTRY_OFFICIAL),
    ):
        assert not sees(stranger)
    with scoped(Scope(MINISTRY)):
        assert not Difficulty.objects.exists()
    said = reply(raised, DifficultyState.ANSWERED, by=editor, text="Sẽ bổ sung.", link=link)
    for change in (
        lambda: Difficulty.objects.update(text="khác"),
        lambda: Difficulty.objects.filter(pk=raised.pk)._raw_delete("default"),
        lambda: DifficultyReply.objects.filter(pk=said.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
