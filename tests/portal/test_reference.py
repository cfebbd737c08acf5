"""Reference data: the files are the truth for what stands in them, and loading touches nothing else."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from agencies.enums import NATIONAL_ROLES, Role
from agencies.models import Agency, AgencyAlias, AgencySuccession, Province, ProvinceName
from agencies.models.province import kept_names
from budgets.enums import Source
from budgets.models import FundingSource
from core.search import asked_words
from plans.enums import Component
from plans.models import (
    Indicator,
    Law,
    NationalTarget,
    OutputKind,
    Plan,
    Programme,
    ProgrammeComponent,
)
from plans.services import add_entry, change_entry
from portal.plan_document.loader import load_plan
from portal.reference import FOLDER, load_reference
from tests.conftest import AGENCY_OF_ROLE, PLAN_SLUGS
from tests.factories import AgencyFactory, plan_copy, plan_data, read_plan

pytestmark = pytest.mark.django_db

MODELS = (
    Province, ProvinceName, Agency, AgencyAlias, AgencySuccession, Programme, ProgrammeComponent, Indicator,
    NationalTarget, OutputKind, FundingSource, Law,
)  # fmt: skip
LAST_DAY_OF_63 = date(2025, 6, 30)
FIRST_DAY_OF_34 = date(2025, 7, 1)


def everything() -> dict[str, list]:
    """Every column of every row of the reference data."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the reference files, to be edited."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


def edit(folder: Path, name: str, change) -> None:
    file = folder / name
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    change(data)
    file.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")


def entry(entries: list[dict], **wanted) -> dict:
    return next(item for item in entries if wanted.items() <= item.items())


def test_loading_again_changes_nothing_at_all():
    before = everything()
    assert all(before.values())
    assert load_reference() == load_reference() > 200
    assert everything() == before


def test_the_command_says_how_much_it_loaded(capsys):
    call_command("load_reference")
    assert "dữ liệu tham chiếu" in capsys.readouterr().out.lower()


def test_what_changed_in_a_file_changes_and_keeps_its_identity(folder):
    before = Agency.objects.get(slug="so-cong-thuong", province__slug="kon-tum")
    rows = everything()

    def rename(data):
        agency = entry(data["agencies"], slug="so-cong-thuong", province="kon-tum")
        agency |= {"name": "Sở  Công Thương và Du lịch", "note": "đổi tên"}

    edit(folder, "agencies.yaml", rename)
    load_reference(folder)
    after = Agency.objects.get(pk=before.pk)
    assert (after.name, after.note, after.public_id) == (
        "Sở Công Thương và Du lịch",
        "đổi tên",
        before.public_id,
    )
    assert "du lich" in after.search_text
    assert after.sort_key != before.sort_key
    others = [row for row in everything()["Agency"] if row["id"] != before.pk]
    assert others == [row for row in rows["Agency"] if row["id"] != before.pk]


@pytest.fixture
def names_kept():
    """The names that this process keeps, which are there again for the next test."""
    names = {province.pk: province._kept_names() for province in Province.objects.all()}
    yield
    kept_names.clear()
    kept_names.set_many(names)


def test_a_province_that_is_renamed_in_a_file_has_its_new_name(
    folder, names_kept, django_capture_on_commit_callbacks
):
    province, day = Province.objects.get(slug="kon-tum"), date(2013, 1, 1)
    assert province.name_on(day).bare == "Kon Tum"

    def rename(data):
        entry(data["provinces"], slug="kon-tum")["names"][0]["name"] = "Tỉnh Kon Tum Mới"

    edit(folder, "provinces.yaml", rename)
    with django_capture_on_commit_callbacks(execute=True):
        load_reference(folder)
    assert province.name_on(day).bare == "Kon Tum Mới"


def test_what_is_new_in_a_file_is_added_and_what_left_a_list_goes(folder):
    def change(data):
        agency = entry(data["agencies"], slug="so-cong-thuong", province="an-giang")
        agency["aliases"] = ["SCT An Giang"]
        data["agencies"].append(
            agency | {"slug": "so-moi", "name": "Sở Mới", "aliases": [], "successors": []}
        )

    edit(folder, "agencies.yaml", change)
    load_reference(folder)
    agency = Agency.objects.get(slug="so-cong-thuong", province__slug="an-giang")
    assert [alias.text for alias in agency.aliases.all()] == ["SCT An Giang"]
    assert agency.aliases.get().key == "sct an giang"
    assert Agency.objects.get(slug="so-moi", province__slug="an-giang").name == "Sở Mới"
    load_reference()
    assert "Sở Công Thương" in [alias.text for alias in agency.aliases.all()]


def test_a_file_may_name_no_aliases_and_no_successors_at_all(folder):
    def change(data):
        for agency in data["agencies"]:
            agency |= {"aliases": [], "successors": []}

    edit(folder, "agencies.yaml", change)
    load_reference(folder)
    assert not AgencyAlias.objects.exists()
    assert not AgencySuccession.objects.exists()


def test_what_was_made_on_the_portal_stays_as_it_is():
    own = AgencyFactory(
        province=Province.objects.get(slug="an-giang"), name="Công ty Gạch", slug="cong-ty-gach"
    )
    AgencyAlias.objects.create(agency=own, text="Cty Gạch", key="cty gach")
    plan = load_plan(read_plan(plan_data())).version.plan
    before = Agency.objects.filter(pk=own.pk).values().get()
    load_reference()
    assert Agency.objects.filter(pk=own.pk).values().get() == before
    assert [alias.text for alias in own.aliases.all()] == ["Cty Gạch"]
    assert Plan.objects.filter(pk=plan.pk).exists()
    assert Plan.objects.count() == len(PLAN_SLUGS) + 1


def test_what_the_ministry_edited_or_added_in_the_catalogue_stays(person, folder):
    ministry = person(Role.MINISTRY_OFFICIAL)
    target = NationalTarget.objects.get(indicator__code="savings_rate", period_end=2020)
    change_entry(
        target, revision=target.revision, by=ministry, minimum="9", source="Quyết định 1419, bản gốc"
    )
    kind = OutputKind.objects.get(code="office")
    change_entry(kind, revision=kind.revision, by=ministry, valid_to="31/12/2020")
    own = add_entry(
        NationalTarget,
        by=ministry,
        programme=target.programme,
        indicator=target.indicator,
        period_start="2021",
        period_end="2025",
        minimum="10",
        maximum="15",
        source="Dự thảo",
    )
    untouched = Indicator.objects.get(code="savings_rate")
    Indicator.objects.filter(pk=untouched.pk).update(name="Lệch")
    before = everything()
    edit(folder, "programmes.yaml", lambda data: data["national_targets"].clear())
    edit(
        folder,
        "output_kinds.yaml",
        lambda data: entry(data["output_kinds"], code="office").update(name="Văn phòng"),
    )

    load_reference(folder)
    assert set(NationalTarget.objects.all()) == {target, own}, "what only the files brought goes with them"
    load_reference()
    kept = [
        NationalTarget.objects.filter(pk__in=[target.pk, own.pk]),
        OutputKind.objects.filter(pk=kind.pk),
    ]
    for rows in kept:
        now = list(rows.order_by("pk").values())
        assert now == [row for row in before[rows.model.__name__] if row in now]
        assert len(now) == rows.count()
    assert Indicator.objects.get(pk=untouched.pk).name == untouched.name


def test_components_come_with_their_programme_and_targets_hold_as_long_as_it():
    programme = Programme.objects.get(number="1419/QĐ-TTg")
    assert [component.code for component in programme.components.all()] == Component.values
    assert {(one.valid_from, one.valid_to) for one in programme.targets.all()} == {
        (programme.valid_from, programme.valid_to)
    }


def test_a_bad_file_changes_nothing(folder):
    before = everything()
    edit(
        folder,
        "provinces.yaml",
        lambda data: data["provinces"][0].update(region="trung-du-va-mien-nui-phia-bac"),
    )
    edit(folder, "laws.yaml", lambda data: data["laws"][0].pop("title"))
    with pytest.raises(KeyError):
        load_reference(folder)
    assert everything() == before, "also not the files that were read before the bad one"


@pytest.mark.parametrize(
    ("day", "count"), [(date(2013, 10, 24), 63), (LAST_DAY_OF_63, 63), (FIRST_DAY_OF_34, 34)]
)
def test_there_were_63_provinces_and_are_34(day, count):
    existing = Province.objects.existing_on(day).prefetch_related("names")
    assert len(existing) == count
    assert len({province.name_on(day).code for province in existing}) == count, "one code each on any one day"


@pytest.mark.parametrize(
    ("slug", "before", "after", "today"),
    [("an-giang", "89", "91", "an-giang"), ("kien-giang", "91", None, "an-giang"), ("kon-tum", "62", None, "quang-ngai"),
     ("ha-tinh", "42", "42", "ha-tinh"), ("lang-son", "20", "20", "lang-son"), ("ninh-binh", "37", "37", "ninh-binh"),
     ("nam-dinh", "36", None, "ninh-binh"), ("ha-nam", "35", None, "ninh-binh"), ("ha-noi", "01", "01", "ha-noi")],
)  # fmt: skip
def test_a_code_means_nothing_without_its_day(slug, before, after, today):
    """91 was Kiên Giang until 30/06/2025 and is An Giang since."""
    province = Province.objects.get(slug=slug)
    assert province.name_on(LAST_DAY_OF_63).code == before
    existing = Province.objects.existing_on(FIRST_DAY_OF_34).filter(pk=province.pk).exists()
    assert existing == (after is not None)
    if existing:
        assert province.name_on(FIRST_DAY_OF_34).code == after
    else:
        assert province.name_on(FIRST_DAY_OF_34).code == before, "the last one that it held"
    assert province.today.slug == today


def test_29_provinces_ended_and_each_went_into_one_that_goes_on():
    ended = Province.objects.exclude(ended_on=None)
    assert ended.count() == 29
    assert set(ended.values_list("ended_on", flat=True)) == {LAST_DAY_OF_63}
    assert not ended.filter(successor__successor__isnull=False).exists()
    quang_ngai = Province.objects.get(slug="quang-ngai")
    assert {p.slug for p in Province.objects.inherited_by(quang_ngai)} == {"quang-ngai", "kon-tum"}


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_every_spelling_of_a_party_that_is_linked_is_an_alias_of_its_agency(slug):
    """What a plan prints and its document links is what the next import will recognise."""
    data = plan_copy(slug)
    own = AgencyAlias.objects.filter(agency__province__slug=data["province"])
    known = set((own | AgencyAlias.objects.filter(agency__province=None)).values_list("agency__slug", "key"))
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    parties = [party for task in tasks for party in (*task["lead"], *task["coordinating"])]
    parties += [party for row in data["responsibilities"] for party in row["agencies"]]
    linked = {(party["agency"], " ".join(asked_words(party["text"]))) for party in parties if party["agency"]}
    assert len(linked) >= 5
    assert linked - known == set()


def test_the_agencies_that_roles_need_exist_in_each_of_the_five_provinces():
    provinces = {plan_copy(slug)["province"] for slug in PLAN_SLUGS}
    assert len(provinces) == 5
    for role, slug in AGENCY_OF_ROLE.items():
        if role in NATIONAL_ROLES:
            assert Agency.objects.filter(slug=slug, province=None).count() == 1, role
        else:
            assert Agency.objects.filter(slug=slug, province__slug__in=provinces).count() == 5, role


def test_an_agency_is_succeeded_within_its_province_or_its_provinces_successor():
    for succession in AgencySuccession.objects.select_related("agency__province", "successor__province"):
        old, new = succession.agency.province, succession.successor.province
        assert (old is None) == (new is None)
        assert old is None or new in (old, old.today), succession
        assert succession.source
    assert AgencySuccession.objects.filter(status="decided").count() == 0, (
        "the portal proposes, people decide"
    )


def test_the_sources_of_money_are_the_codes_of_the_plan_document():
    whole = FundingSource.objects.filter(parent=None)
    assert {source.code for source in whole} == set(Source.values)
    parts = FundingSource.objects.exclude(parent=None)
    assert {part.code: part.parent.code for part in parts} == dict.fromkeys(
        ["moi_truong", "khcn", "kinh_te", "khuyen_cong"], "NSDP"
    )
    assert "NS Tỉnh" in whole.get(code="NSDP").aliases


@pytest.mark.parametrize(
    ("indicator", "end", "minimum", "maximum"),
    [("dedicated_unit_rate", 2020, 90, 90), ("department_staff_rate", 2015, 70, 70),
     ("department_staff_rate", 2020, 90, 90), ("awareness_rate", 2015, 50, 50), ("application_rate", 2015, 25, 25), ("savings_rate", 2015, 5, 8),
     ("awareness_rate", 2020, 90, 90), ("application_rate", 2020, 50, 50), ("savings_rate", 2020, 8, 13)],
)  # fmt: skip
def test_the_national_targets_of_the_strategy(indicator, end, minimum, maximum):
    """Quyết định 1419/QĐ-TTg: by 2015, and 2016-2020."""
    target = NationalTarget.objects.get(
        programme__number="1419/QĐ-TTg", indicator__code=indicator, period_end=end
    )
    assert (target.minimum, target.maximum, target.unit) == (minimum, maximum, "%")
