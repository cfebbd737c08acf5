"""After the final report: the plan is closed, and the next one begins with what was reached."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from agencies.enums import Role
from core.clock import standing_at
from plans.enums import VersionStatus
from plans.models import Programme
from portal.drafting.past_results import past_results
from portal.drafting.starting import carry_forward
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.reporting.consolidated_period import AFTER, sent_year, two_years

SLUG = "ha-tinh-2099"
OVERVIEW = reverse("plan_year_final", kwargs={"slug": SLUG, "year": 2020})


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(AFTER):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def approver(person):
    return person(Role.DEPARTMENT_APPROVER, "ha-tinh")


def final_of(editor, approver, *, is_sent=True, **fields):
    first, last = two_years(editor, **fields)
    sent_year(first, by=editor, approver=approver)
    made = start_consolidation(last, by=editor, note="Thiếu.", kind="final", from_year=2019)
    return send_consolidation(made, by=approver, link=str) if is_sent else made


def said(response) -> str:
    return response.content.decode()


def next_plan(earlier, editor):
    programme = Programme.objects.get(number="889/QĐ-TTg")
    return carry_forward(earlier, programme, start=2021, end=2025, title="", by=editor)


def test_the_approver_is_offered_to_close_the_plan_with_the_report_as_the_reason(editor, approver, client):
    sent = final_of(editor, approver)
    client.force_login(editor)
    page = said(client.get(OVERVIEW))
    assert "lãnh đạo Sở kết thúc kế hoạch trên cổng" in page
    assert reverse("plan_new") + f"?begin={SLUG}" in page
    client.force_login(approver)
    page = said(client.get(OVERVIEW))
    assert f"{reverse('plan_close', args=[SLUG])}?reason=" in page
    reason = f"Đã gửi báo cáo tổng kết giai đoạn 2019 - 2020, số gửi {sent.receipt_number}."
    close = reverse("plan_close", args=[SLUG])
    assert reason in said(client.get(close, {"reason": reason}))
    assert client.post(close, {"comment": reason}).status_code == 302
    sent.version.refresh_from_db()
    assert sent.version.status == VersionStatus.CLOSED
    page = said(client.get(OVERVIEW))
    assert "Kế hoạch đã kết thúc." in page
    assert "?reason=" not in page


def test_nothing_is_offered_before_it_is_sent_before_the_plans_end_or_to_readers(
    editor, approver, person, client
):
    made = final_of(editor, approver, is_sent=False)
    offered = "Kế hoạch đã hết thời kỳ"
    client.force_login(approver)
    assert offered not in said(client.get(OVERVIEW))
    send_consolidation(made, by=approver, link=str)
    assert offered in said(client.get(OVERVIEW))
    with standing_at(AFTER.replace(year=2020, month=12, day=31)):
        assert offered not in said(client.get(OVERVIEW))
    client.force_login(person(Role.PROVINCIAL_VIEWER, "ha-tinh"))
    assert offered not in said(client.get(OVERVIEW))


def test_the_next_plan_begins_with_what_was_reached_by_kind(editor, approver):
    sent = final_of(editor, approver)
    [row] = next_plan(sent.version, editor).pastresult_rows.all()
    assert (row.text, row.quantity, row.unit) == (
        "Hội nghị, hội thảo: 7 hội nghị, còn 2 chỗ chưa rõ", Decimal(7), "hội nghị",
    )  # fmt: skip
    assert (row.kind.code, row.start, row.end) == ("conference", 2019, 2020)


def test_without_a_sent_final_report_nothing_is_made_up(editor, approver):
    made = final_of(editor, approver, is_sent=False)
    assert not next_plan(made.version, editor).pastresult_rows.exists()


def test_invented_results_are_said_to_be(editor, approver, person):
    sent = final_of(editor, approver, is_sample=True)
    [row] = past_results(sent.year.plan, editor)
    assert row["text"].endswith("(số liệu mẫu)")
    assert past_results(sent.year.plan, person(Role.DEPARTMENT_EDITOR, "kon-tum")) == []


def test_the_form_of_a_new_plan_begins_from_the_plan_that_was_named(editor, approver, client):
    final_of(editor, approver)
    client.force_login(editor)
    page = said(client.get(reverse("plan_new"), {"begin": SLUG}))
    assert re.search(rf'value="{SLUG}"[^>]* checked', page)
