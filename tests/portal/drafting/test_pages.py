"""The pages on which a plan is written: every part is shown, and saved as it was typed."""

import copy

import pytest
from django.db import transaction
from django.test import Client
from lxml import html

from agencies.enums import Role
from agencies.models import User
from plans.models import PlanVersion, TypedForm
from portal.drafting.changing import change_draft
from portal.drafting.parts import PARTS
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import load_plan
from tests.factories import plan_copy, read_plan
from tests.portal.drafting.conftest import DRAFT

EDIT = "/plans/ha-tinh-2098/edit/"
REAL_PLANS = ["an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016"]


@pytest.fixture
def client(editor) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def user_of(client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def now(version) -> dict:
    return content_of(PlanVersion.objects.get(pk=version.pk))


def sent(page) -> dict:
    """What the form of a page would send as it stands: a browser's reading of its fields."""
    [form] = html.fromstring(page.content).xpath("//form[contains(@class, 'draft-form')]")
    data: dict[str, list[str]] = {}
    for field in form.xpath(".//input|.//select|.//textarea"):
        if field.xpath("ancestor::template") or not field.get("name") or field.get("type") == "submit":
            continue
        if field.tag == "select":
            values = field.xpath("./option[@selected]/@value") or field.xpath("./option[1]/@value")
        elif field.tag == "textarea":
            values = [field.text_content().removeprefix("\n")]
        elif field.get("type") == "checkbox":
            values = [field.get("value", "on")] if field.get("checked") is not None else []
        else:
            values = [field.get("value", "")]
        data.setdefault(field.get("name"), []).extend(values)
    return data


def addresses(version) -> list[str]:
    """Every form of a draft: of each part, and of each row of those that are lists."""
    data, found = now(version), []
    for part in PARTS.values():
        if part.is_list:
            keys = [row[part.key] for rows in part.lists(data) for row in rows]
            found += [f"{part.name}/row/?key={key}" for key in keys]
        else:
            found.append(f"{part.name}/")
    return found


def test_every_form_saved_as_it_stands_changes_nothing(client, draft):
    """Of a plan with something everywhere: what a form shows is what it reads."""
    saved_as_they_stand(client, draft, addresses(draft))


@pytest.mark.parametrize("slug", REAL_PLANS)
def test_forms_of_a_real_plan_saved_as_they_stand_change_nothing(slug, person):
    """Every seventeenth form; all of them in the long form."""
    version = load_plan(read_plan(plan_copy(slug, slug=f"{slug}-soan", version=DRAFT))).version
    client = Client()
    client.force_login(person(Role.DEPARTMENT_EDITOR, version.province.slug))
    saved_as_they_stand(client, version, addresses(version)[REAL_PLANS.index(slug) :: 17])


@pytest.mark.long
@pytest.mark.parametrize("slug", REAL_PLANS)
def test_all_forms_of_a_real_plan_saved_as_they_stand_change_nothing(slug, person):
    version = load_plan(read_plan(plan_copy(slug, slug=f"{slug}-soan", version=DRAFT))).version
    client = Client()
    client.force_login(person(Role.DEPARTMENT_EDITOR, version.province.slug))
    saved_as_they_stand(client, version, addresses(version))


def saved_as_they_stand(client, version, forms: list[str]) -> None:
    before = now(version)
    for address in forms:
        path = f"/plans/{version.plan.slug}/edit/{address}"
        page = client.get(path)
        assert page.status_code == 200, path
        answer = client.post(path, sent(page))
        said = html.fromstring(answer.content or b"<p/>").xpath("//*[@class='error-summary']//li//text()")
        assert (answer.status_code, said) == (302, []), path
        assert now(version) == before, path


def test_the_task_list_names_each_part_and_what_is_missing(client, draft):
    page = html.fromstring(client.get(EDIT).content)
    assert page.xpath("//h2/a/text()") == [part.label for part in PARTS.values()]
    assert "Phải có" not in page.text_content()


def test_a_task_is_added_changed_moved_and_removed(client, draft):
    new = client.get(EDIT + "tasks/row/?parent=1")
    data = sent(new) | {
        "action": ["Kiểm toán năng lượng"], "contents": ["- Khảo sát\n- Lập báo cáo"], "number": ["1.9"],
        "lead-0-text": ["Sở Công Thương"], "budget_total": ["1.234,5"], "budget_sources": ["NSDP", "DN"],
        "start": ["03/2019"], "lines-0-year": ["2019"], "lines-0-sources": ["DN"], "lines-0-amount": ["7"],
    }  # fmt: skip
    assert client.post(EDIT + "tasks/row/?parent=1", data).status_code == 302
    task = now(draft)["groups"][0]["tasks"][-1]
    assert (task["key"], task["number"], task["contents"]) == ("1/1.9", "1.9", ["Khảo sát", "Lập báo cáo"])
    assert task["lead"] == [{"text": "Sở Công Thương", "agency": "so-cong-thuong"}], (
        "named exactly as in the directory"
    )
    assert (str(task["budget"]["total"]), task["budget"]["sources"]) == ("1234.5", ["NSDP", "DN"])
    assert (task["time"]["start"], task["budget"]["lines"][0]["amount"]) == ("2019-03", 7)
    assert client.post(EDIT + "tasks/order/", {"parent": "1", "up": "1/1.9"}).status_code == 302
    assert [task["key"] for task in now(draft)["groups"][0]["tasks"]][-2:][0] == "1/1.9"
    page = client.get(EDIT + "tasks/remove/?key=1/1.9")
    assert "Kiểm toán năng lượng" in page.content.decode()
    assert client.post(EDIT + "tasks/remove/", {"key": "1/1.9"}).status_code == 302
    assert "1/1.9" not in [task["key"] for task in now(draft)["groups"][0]["tasks"]]


BAD = {
    "an ambiguous amount": ("tasks/row/?key=1/1.1", "budget_total", "2,000", "có thể là 2 hoặc 2.000; hãy ghi 2 hoặc 2000"),
    "no number": ("tasks/row/?key=1/1.1", "budget_total", "hai", "không phải là một số"),
    "a day that is none": ("document/", "issued_on", "31/02/2019", "không có trong lịch"),
    "a year that is none": ("document/", "period_end", "19", "không phải là năm"),
    "the end before the start": ("document/", "period_end", "2001", "Năm cuối trước năm đầu"),
    "a control character": ("document/", "title", "a\x01b", "ký tự điều khiển"),
    "an unknown code": ("groups/row/?key=1", "component", "khác", "Lựa chọn này không có"),
    "an empty title": ("groups/row/?key=1", "title", "", "Hãy ghi tên nhóm nhiệm vụ"),
    "a bad row": ("tasks/row/?key=1/1.1", "lead-0-text", "", "Chủ trì, dòng 1: Hãy ghi tên"),
}  # fmt: skip


@pytest.mark.parametrize(("address", "field", "typed", "message"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_is_said_at_its_field_and_everything_typed_stays(
    address, field, typed, message, client, draft
):
    before = now(draft)
    data = sent(client.get(EDIT + address)) | {field: [typed]}
    answer = client.post(EDIT + address, data)
    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    [link] = page.xpath("//*[@class='error-summary']//a")
    assert message in link.text_content()
    [at] = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
    assert at.get("name") == field
    kept = sent(answer) | {field: None, "base": None, "csrfmiddlewaretoken": None}
    assert kept == data | {field: None, "base": None, "csrfmiddlewaretoken": None}
    assert now(draft) == before


def test_two_editors_on_one_task_see_each_other(client, draft, person):
    other = Client()
    other.force_login(person(Role.DEPARTMENT_EDITOR, "ha-tinh"))
    path = EDIT + "tasks/row/?key=1/1.1"
    mine, theirs = sent(client.get(path)), sent(other.get(path))
    assert (
        other.post(path, theirs | {"action": ["Việc của chị"], "note": ["Ghi chú của chị"]}).status_code
        == 302
    )
    answer = client.post(path, mine | {"action": ["Việc của tôi"]})
    assert answer.status_code == 409
    told = html.fromstring(answer.content).xpath("//*[@role='alert']")[0].text_content()
    assert "Việc của chị" in told
    assert "Việc của tôi" in told
    assert "Ghi chú của chị" in told
    again = sent(answer)
    assert (again["action"], again["note"]) == (["Việc của tôi"], ["Ghi chú của chị"])
    assert client.post(path, again).status_code == 302
    task = now(draft)["groups"][0]["tasks"][0]
    assert (task["action"], task["note"]) == ("Việc của tôi", "Ghi chú của chị")


def test_what_is_being_typed_comes_back_and_goes_when_it_is_saved(client, draft, person):
    path, place = EDIT + "tasks/row/?key=1/1.1", "tasks:1/1.1"
    typed = sent(client.get(path)) | {"action": ["Đang gõ dở"], "budget_total": ["2,000"]}
    answer = client.post(EDIT + "typing/", typed | {"place": place})
    assert answer.json()["message"].startswith("Đã giữ nội dung đang gõ lúc")
    again = Client()
    again.force_login(TypedForm.objects.get().user)
    page = again.get(path)
    assert "gõ dở biểu mẫu này" in page.content.decode()
    assert b"error-summary" not in page.content
    assert sent(page)["budget_total"] == ["2,000"]
    other = Client()
    other.force_login(person(Role.DEPARTMENT_EDITOR, "ha-tinh"))
    assert sent(other.get(path))["action"] != ["Đang gõ dở"]
    assert now(draft)["groups"][0]["tasks"][0]["action"] != "Đang gõ dở"
    assert again.post(path, sent(page) | {"budget_total": ["2"]}).status_code == 302
    assert not TypedForm.objects.exists()


def test_what_is_being_typed_is_thrown_away_on_request(client, draft):
    client.post(EDIT + "typing/", {"place": "document", "title": "X"})
    assert client.post(EDIT + "typing/", {"place": "document", "forget": "1"}).status_code == 302
    assert not TypedForm.objects.exists()


def test_numbers_are_made_anew_on_request_and_keys_stay(client, draft):
    data = sent(client.get(EDIT + "tasks/row/?parent=1"))
    client.post(EDIT + "tasks/row/?parent=1", data | {"action": ["Thêm"], "number": ["1.9"]})
    keys = [task["key"] for task in now(draft)["groups"][0]["tasks"]]
    assert "Ghi số mới" in client.get(EDIT + "renumber/").content.decode()
    client.post(EDIT + "renumber/")
    tasks = now(draft)["groups"][0]["tasks"]
    assert [task["number"] for task in tasks] == [f"1.{n}" for n in range(1, len(tasks) + 1)]
    assert sorted(task["key"] for task in tasks) == sorted(keys)


def test_who_reads_sees_the_forms_closed_and_others_nothing(draft, signed_in, editor):
    viewer = signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh")
    page = viewer.get(EDIT + "document/")
    assert html.fromstring(page.content).xpath("//fieldset[@disabled]")
    assert viewer.post(EDIT + "document/", sent(page)).status_code == 403
    assert viewer.post(EDIT + "typing/", {"place": "document"}).status_code == 403
    for stranger in (signed_in(Role.DEPARTMENT_EDITOR, "kon-tum"), signed_in(Role.MINISTRY_OFFICIAL)):
        for address in ("", "document/", "tasks/", "tasks/row/?key=1/1.1", "renumber/"):
            assert stranger.get(EDIT + address).status_code == 404


def test_a_version_that_waits_is_not_written_and_says_what_to_do(client, draft):
    data = sent(client.get(EDIT + "document/"))
    PlanVersion.objects.filter(pk=draft.pk).update(status="submitted")
    answer = client.post(EDIT + "document/", data | {"title": ["KHÁC"]})
    assert answer.status_code == 422
    assert "hãy rút lại nếu cần sửa" in answer.content.decode()


def test_other_parts_and_rows_are_not_found(client, draft):
    for address in (
        "nothing/",
        "document/row/",
        "tasks/row/?key=9/9",
        "tasks/row/?parent=9",
        "document/remove/?key=1",
    ):
        assert client.get(EDIT + address).status_code == 404
    assert copy.copy(now(draft)) == now(draft)


NONSENSE = ('{"a": 1}', "[1]", "3", "NaN", "", "[" * 5000, '{"phases": 3}')


@pytest.mark.parametrize(
    "address",
    ["document/", "phases/", "reporting/", "tasks/row/?key=1/1.1", "budget_tables/row/?key=kinh-phi"],
)
def test_a_form_that_says_it_was_opened_over_nonsense_is_an_old_page(address, client, draft):
    before, form = now(draft), sent(client.get(EDIT + address))
    place = address.strip("/") if "key" not in address else address.replace("/row/?key=", ":")
    for base in NONSENSE:
        with transaction.atomic():
            data = form | {"base": [base]}
            answer = client.post(EDIT + address, data)
            assert answer.status_code == 422, base
            assert "đã cũ" in answer.content.decode(), base
            assert now(draft) == before, base
            client.post(EDIT + "typing/", data | {"place": place})
            again = client.get(EDIT + address)
            assert b"restored" in again.content or "gõ dở" in again.content.decode(), base
            assert client.post(EDIT + address, sent(again)).status_code == 302, f"{base}: it can be saved"
            transaction.set_rollback(True)


def test_what_was_typed_into_a_row_that_is_gone_is_offered_as_a_new_one(client, draft):
    path = EDIT + "tasks/row/?key=1/1.1"
    data = sent(client.get(path)) | {"action": ["Việc đã gõ"]}
    client.post(EDIT + "tasks/remove/", {"key": "1/1.1"})
    answer = client.post(path, data)
    assert answer.status_code == 409
    page = html.fromstring(answer.content)
    assert "vừa bị người khác xóa" in page.text_content()
    [form] = page.xpath("//form[contains(@class, 'draft-form')]")
    assert client.post(form.get("action"), sent(answer)).status_code == 302
    assert now(draft)["groups"][0]["tasks"][-1]["action"] == "Việc đã gõ"


def test_a_task_that_another_moved_stays_where_it_was_moved(client, draft):
    client.post(
        EDIT + "groups/row/",
        sent(client.get(EDIT + "groups/row/")) | {"title": ["Nhóm hai"], "number": ["9"]},
    )
    path = EDIT + "tasks/row/?key=1/1.1"
    mine, theirs = sent(client.get(path)), sent(client.get(path))
    assert client.post(path, theirs | {"parent": ["9"]}).status_code == 302
    assert client.post(path, mine | {"note": ["Chỉ sửa ghi chú"]}).status_code == 302
    [task] = next(group for group in now(draft)["groups"] if group["key"] == "9")["tasks"]
    assert (task["key"], task["note"]) == ("1/1.1", "Chỉ sửa ghi chú")


def test_money_of_years_outside_the_period_stays(client, draft):
    before = now(draft)["budget_tables"]
    data = sent(client.get(EDIT + "document/"))
    assert client.post(EDIT + "document/", data | {"period_end": data["period_start"]}).status_code == 302
    path = EDIT + "budget_tables/row/?key=kinh-phi"
    assert client.post(path, sent(client.get(path)) | {"title": ["TÊN KHÁC"]}).status_code == 302
    assert [table | {"title": ""} for table in now(draft)["budget_tables"]] == [
        t | {"title": ""} for t in before
    ]


def test_a_table_of_many_rows_is_one_form(client, draft):
    path = EDIT + "budget_tables/row/?key=kinh-phi"
    data = sent(client.get(path))
    first = {name: values for name, values in data.items() if name.startswith("rows-0-")}
    count = 150
    for number in range(int(data["rows-TOTAL_FORMS"][0]), count):
        data |= {name.replace("-0-", f"-{number}-"): [""] for name in first}
        data |= {f"rows-{number}-label": [f"Dòng {number}"]}
    data |= {"rows-TOTAL_FORMS": [str(count)]}
    assert client.post(path, data).status_code == 302
    assert len(now(draft)["budget_tables"][0]["rows"]) > count - 5


def test_an_emptied_line_of_money_is_no_line(client, draft):
    path = EDIT + "tasks/row/?key=1/1.1"
    data = sent(client.get(path))
    lines = {name: [] if name.endswith("sources") else [""] for name in data if name.startswith("lines-0-")}
    lines |= {"lines-0-sources": [], "lines-0-keep": data["lines-0-keep"]}
    assert client.post(path, data | lines).status_code == 302
    had = len(content_of(draft)["groups"][0]["tasks"][0]["budget"]["lines"])
    assert len(now(draft)["groups"][0]["tasks"][0]["budget"]["lines"]) == max(had - 1, 0)


def test_odd_places_and_characters_of_what_is_typed_are_no_fault_of_the_portal(client, draft):
    assert client.post(EDIT + "typing/", {"place": "document", "title": "a\x00b"}).status_code == 200
    assert sent(client.get(EDIT + "document/"))["title"] == ["ab"]
    for place in ("khác", "", "tasks:\x00", "tasks:" + "x" * 300):
        assert client.post(EDIT + "typing/", {"place": place, "title": "a"}).status_code == 422


def test_what_a_row_does_not_show_goes_with_it_through_a_conflict(client, draft, person):
    """Lines of a table's row are not in its form: a new row before it, while another changes the title, moves no line."""
    path = EDIT + "budget_tables/row/?key=kinh-phi"
    line = {"year": 2019, "sources": ["DN"], "amount": 7}
    change_draft(
        draft, lambda data: data["budget_tables"][0]["rows"][0]["lines"].append(line), by=user_of(client)
    )
    before = now(draft)["budget_tables"][0]["rows"]
    other = Client()
    other.force_login(person(Role.DEPARTMENT_EDITOR, "ha-tinh"))
    mine = sent(client.get(path))
    assert other.post(path, sent(other.get(path)) | {"title": ["TÊN KHÁC"]}).status_code == 302
    fresh = int(mine["rows-TOTAL_FORMS"][0]) - 1
    first = {f"rows-{fresh}-label": ["Dòng mới"], f"rows-{fresh}-ORDER": ["0"]}
    answer = client.post(path, mine | first)
    assert answer.status_code == 409
    assert client.post(path, sent(answer)).status_code == 302
    rows = now(draft)["budget_tables"][0]["rows"]
    assert [row["label"] for row in rows] == ["Dòng mới", *(row["label"] for row in before)]
    assert rows[1:] == before
    assert rows[0]["lines"] == []


def test_a_row_whose_hidden_part_is_made_up_is_refused_or_new(client, draft):
    path = EDIT + "budget_tables/row/?key=kinh-phi"
    before = now(draft)
    for keep in (
        '{"lines": [{"amount": "x"}]}',
        '{"sources": [[1]], "lines": {}}',
        "[" * 5000,
        "\x00",
        '{"sources": 3}',
    ):
        answer = client.post(path, sent(client.get(path)) | {"rows-0-keep": [keep]})
        assert answer.status_code in (302, 422), keep
        assert (
            now(draft)["budget_tables"][0]["rows"][0]["total"]
            == before["budget_tables"][0]["rows"][0]["total"]
        )


def test_a_task_goes_to_the_group_that_was_chosen_also_after_a_fault(client, draft):
    client.post(
        EDIT + "groups/row/",
        sent(client.get(EDIT + "groups/row/")) | {"title": ["Nhóm hai"], "number": ["9"]},
    )
    path = EDIT + "tasks/row/?key=1/1.1"
    answer = client.post(path, sent(client.get(path)) | {"parent": ["9"], "budget_total": ["2,000"]})
    assert answer.status_code == 422
    assert client.post(path, sent(answer) | {"budget_total": ["2000"]}).status_code == 302
    [group] = [group for group in now(draft)["groups"] if group["key"] == "9"]
    assert [task["key"] for task in group["tasks"]] == ["1/1.1"]


def test_an_agency_that_was_left_open_stays_open(client, draft):
    """Words that are an agency's name are linked when they are typed, not when something else is saved."""
    path = EDIT + "tasks/row/?key=1/1.1"
    open_lead = {"lead-0-text": ["Sở Công Thương"], "lead-0-agency": [""]}
    client.post(path, sent(client.get(path)) | open_lead)
    assert now(draft)["groups"][0]["tasks"][0]["lead"][0]["agency"] == "so-cong-thuong"
    client.post(path, sent(client.get(path)) | {"lead-0-agency": [""]})
    client.post(path, sent(client.get(path)) | {"note": ["Khác"]})
    assert now(draft)["groups"][0]["tasks"][0]["lead"][0]["agency"] is None


def test_money_of_years_outside_the_plan_is_told_on_the_task_list(client, draft, editor):
    def move(document: dict) -> None:
        task = document["groups"][0]["tasks"][0]
        line = {"year": 2031, "sources": ["NSTW"], "amount": 5}
        task["budget"] = {"text": None, "total": None, "sources": [], "lines": [line]}

    start, end = now(draft)["period"].values()
    assert "ngoài thời kỳ" not in client.get(EDIT).text
    change_draft(draft, move, by=editor)
    assert f"có kinh phí năm 2031, ngoài thời kỳ {start}-{end}" in client.get(EDIT).text
