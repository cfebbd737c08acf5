"""What is found, where, and in which order. Over HTTP: tests/portal/api/test_search.py."""

import pytest
from django.contrib.auth.models import AnonymousUser

from agencies.enums import Role
from agencies.models import Agency, User
from core.search import asked_words
from core.text import unaccented
from plans.models import Responsibility, Section, SectionItem
from portal.search import KINDS, SearchResult, search
from tasks.models import Task

pytestmark = pytest.mark.django_db
EVERYBODY = User(is_superuser=True)


def places(asked: str, **options) -> list[tuple[str, str | None, str]]:
    return [(hit.kind, hit.plan, hit.key) for hit in search(EVERYBODY, asked, **options).hits]


@pytest.mark.parametrize(
    "asked",
    ["quan ly khu kinh te", "Quản lý Khu kinh tế", "QUẢN LÝ KHU KINH TẾ", "  quan   ly, khu (kinh) te! "],
)
def test_accents_case_and_signs_do_not_matter(asked):
    assert places(asked) == places("quan ly khu kinh te") != []


def test_words_inside_tasks_sections_and_responsibilities_are_found():
    assert ("task", "kon-tum-2013", "I/1.1") in places("phong su", kinds=frozenset({"task"}), limit=200)
    found = set(places("quan ly khu kinh te"))
    assert ("task", "an-giang-2016", "2/2.5") in found  # a coordinating agency
    assert ("responsibility", "kon-tum-2013", "VI.10") in found  # a heading
    assert ("responsibility", "an-giang-2016", "V.1") in found  # an item


@pytest.mark.parametrize(
    ("model", "kind", "field"),
    [(Task, "task", "action"), (Section, "section", "text"), (SectionItem, "item", "text")],
)
def test_every_row_is_found_by_its_own_words(model, kind, field):
    rows = model.objects.current().exclude(**{field: ""}).select_related("version__plan")[::11]
    assert rows
    for row in rows:
        words = " ".join(asked_words(getattr(row, field))[:8])
        hits = search(EVERYBODY, words, kinds=frozenset({kind}), limit=200).hits
        assert (row.version.plan.slug, row.key) in [(hit.plan, hit.key) for hit in hits]


def test_every_responsibility_is_found_by_its_last_words():
    for row in Responsibility.objects.current().select_related("version__plan")[::7]:
        words = " ".join(asked_words(row.items[-1])[-6:])
        hits = search(EVERYBODY, words, kinds=frozenset({"responsibility"})).hits
        assert (row.version.plan.slug, row.clause) in [(hit.plan, hit.key) for hit in hits]


def test_an_agency_is_found_by_every_printed_spelling():
    agency = Agency.objects.get(province__slug="an-giang", slug="ban-quan-ly-khu-kinh-te")
    assert agency.aliases.count() >= 2
    for name in (agency.name, *(alias.text for alias in agency.aliases.all())):
        hits = search(EVERYBODY, name, kinds=frozenset({"agency"})).hits
        assert str(agency.public_id) in [hit.key for hit in hits]


def test_all_words_must_stand_in_one_place():
    assert places("quan ly khu kinh te") != []
    assert places("quan ly khu kinh te hoffman") == []


def test_the_last_word_may_be_unfinished_but_no_other():
    assert places("khu kinh t") != []
    assert places("kh kinh te", kinds=frozenset({"responsibility"})) == []


@pytest.mark.parametrize(
    "asked",
    ["quan ly khu kinh te", "so cong thuong", "bảo vệ môi trường", "đài phát thanh", "hội ngh", "doanh ng"],
)
def test_the_excerpt_shows_what_was_asked_as_it_is_printed(asked):
    hits = search(EVERYBODY, asked, limit=200).hits
    assert hits
    for hit in hits:
        assert asked_words(hit.excerpt.hit)[0] == asked_words(asked)[0]
        text = text_around(hit)
        assert any(text in whole for whole in texts_of(hit))
    together = hits[0].excerpt.hit
    assert unaccented(" ".join(together.split())).startswith(" ".join(asked_words(asked)))


def text_around(hit) -> str:
    excerpt = hit.excerpt
    return excerpt.before.removeprefix("… ") + excerpt.hit + excerpt.after.removesuffix(" …")


def texts_of(hit) -> list[str]:
    """The texts of the thing that was found, straight from its row."""
    [kind] = [kind for kind in KINDS if kind.code == hit.kind]
    rows = (
        kind.model.objects.all()
        if hit.plan is None
        else kind.model.objects.filter(version__plan__slug=hit.plan)
    )
    name = {"agency": "public_id", "responsibility": "clause"}.get(hit.kind, "key")
    return [text for text in kind.texts(rows.get(**{name: hit.key})) if text]


def test_places_where_the_words_stand_together_come_first():
    hits = search(EVERYBODY, "moi truong tai nguyen", limit=200).hits
    together = ["moi truong tai nguyen" in " ".join(asked_words(hit.excerpt.hit)) for hit in hits]
    assert together == sorted(together, reverse=True)

    hits = search(EVERYBODY, "tai nguyen va moi truong", limit=200).hits
    together = ["tai nguyen va moi truong" in " ".join(asked_words(hit.excerpt.hit)) for hit in hits]
    assert together == sorted(together, reverse=True)
    assert any(together)


def test_words_together_are_not_cut_off_by_the_limit(issue):
    apart = {"key": "1/1", "action": "Hoffman xây lò"}
    together = {"key": "1/2", "action": "Xây lò Hoffman"}
    group = {"key": "1", "title": "Nhóm", "component": "policy", "tasks": [apart, together]}
    issue(groups=[group], budget_tables=[])

    assert [key for _, _, key in places("lo hoffman", kinds=frozenset({"task"}))] == ["1/2", "1/1"]
    assert [key for _, _, key in places("lo hoffman", kinds=frozenset({"task"}), limit=1)] == ["1/2"]


def test_otherwise_the_order_is_by_kind_province_and_place():
    hits = [hit for hit in search(EVERYBODY, "san xuat", limit=200).hits if hit.plan]
    kinds = [kind.code for kind in KINDS]

    assert [hit.kind for hit in hits] == sorted((hit.kind for hit in hits), key=kinds.index)
    tasks = [hit.plan for hit in hits if hit.kind == "task"]
    assert tasks == sorted(tasks)  # these five slugs are in Vietnamese order as they stand
    numbers = [hit.key for hit in hits if hit.kind == "task" and hit.plan == "kon-tum-2013"]
    rows = Task.objects.current().filter(version__plan__slug="kon-tum-2013").order_by("position")
    printed = [row.key for row in rows]
    assert numbers == [key for key in printed if key in numbers]


def test_counts_tell_of_all_and_the_limit_cuts_each_kind():
    whole = search(EVERYBODY, "san xuat", limit=10_000)
    cut = search(EVERYBODY, "san xuat", limit=3)

    assert cut.counts == whole.counts
    assert sum(whole.counts.values()) == len(whole.hits)
    assert [hit.kind for hit in cut.hits].count("task") == 3 < whole.counts["task"]
    assert search(EVERYBODY, "san xuat", limit=-5).hits == []


@pytest.mark.parametrize("asked", ["", "   ", "&|!", "😀", "\0"])
def test_nothing_is_found_where_no_word_is_asked(asked):
    assert search(EVERYBODY, asked) == SearchResult(asked)


@pytest.mark.parametrize(
    "asked", ["' OR 1=1", "a:* & !b", "x" * 10_000, "đường " * 2_000, "(" * 500 + "a"], ids=len
)
def test_hostile_words_are_only_words(asked):
    assert search(EVERYBODY, asked).query == asked


def test_who_is_not_signed_in_finds_nothing():
    assert sum(search(EVERYBODY, "san xuat").counts.values()) > 0
    assert sum(search(AnonymousUser(), "san xuat").counts.values()) == 0


def test_a_draft_is_found_only_in_its_province(draft, person):
    own = search(person(Role.PROVINCIAL_VIEWER, "ha-tinh"), "hoffman")
    others = [
        search(user, "hoffman")
        for user in (person(Role.PROVINCIAL_VIEWER, "lang-son"), person(Role.MINISTRY_OFFICIAL), EVERYBODY)
    ]

    assert {hit.kind for hit in own.hits} == {kind.code for kind in KINDS} - {"agency"}
    assert [result.hits for result in others] == [[], [], []]
    assert [sum(result.counts.values()) for result in others] == [0, 0, 0]


def test_a_wording_that_is_not_in_force_is_not_found(issue):
    issue(title="Cũ", sections=[{"key": "I", "kind": "other", "text": "Lò Hoffman"}])
    assert places("hoffman") == [("section", "ha-tinh-2099", "I")]

    issue(title="Mới", sections=[{"key": "I", "kind": "other", "text": "Lò đứng"}])
    assert places("hoffman") == []


def test_hits_are_named_as_people_name_them(draft, person):
    hits = search(person(Role.DEPARTMENT_EDITOR, "ha-tinh"), "hoffman").hits

    assert {hit.kind: hit.where for hit in hits} == {
        "plan": "Kế hoạch 99/KH-UBND",
        "task": "Nhiệm vụ 1.1, nhóm 1",
        "group": "Nhóm nhiệm vụ 1",
        "objective": "Mục tiêu cụ thể",
        "section": "Mục II.1",
        "item": "Mục II.1, điểm a",
        "responsibility": "Mục V.1: Sở Công thương",
    }


@pytest.mark.parametrize(
    ("asked", "plan"),
    [
        ("835/QĐ-UBND", "kon-tum-2013"),
        ("835", "kon-tum-2013"),
        ("ke hoach kon tum", "kon-tum-2013"),
        ("nguyen huu hai", "kon-tum-2013"),
        ("ha tinh 2011", "ha-tinh-2011"),
        ("531/KH", "an-giang-2016"),
    ],
)
def test_a_plan_is_found_by_its_number_title_province_period_and_signer(asked, plan, person):
    result = search(person(Role.AGENCY_REPORTER, "lang-son"), asked, kinds=frozenset({"plan"}))

    assert [hit.plan for hit in result.hits] == [plan]
    assert result.counts == {"plan": 1}
