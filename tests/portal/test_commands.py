"""What operators type: manage.py load_plans, export_plan, prepare, demo_accounts, search."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from agencies.demo import demo_accounts, make_demo_accounts
from agencies.enums import Role
from agencies.models import User
from agencies.rights import NEEDS_SECOND_FACTOR
from plans.models import Plan, PlanVersion
from portal.api.renderers import dumps
from portal.plan_document.exporter import export_document
from portal.plan_document.loader import load_plan
from tests.conftest import PLAN_SLUGS
from tests.factories import plan_data, read_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """run(command, ...) is what the command prints."""

    def run(*command: str, **options) -> str:
        capsys.readouterr()
        call_command(*command, **options)
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


@pytest.fixture
def file(tmp_path):
    """file(**changes) is a file with the small plan of Hà Tĩnh, changed so."""

    def write(**changes):
        path = tmp_path / "ke-hoach.json"
        path.write_text(dumps(plan_data(**changes)), encoding="utf-8")
        return path

    return write


# load_plans


def test_the_five_plans_load_to_nothing_again(run):
    assert run("load_plans") == "".join(f"{slug}: không đổi (bản 1)\n" for slug in PLAN_SLUGS)
    assert run("load_plans", verbosity=0) == ""
    assert PlanVersion.objects.count() == 5


def test_a_new_document_a_changed_one_and_the_same_again(run, file):
    assert run("load_plans", str(file())) == "ha-tinh-2099: đã nạp, bản 1\n"
    printed = run("load_plans", str(file(title="KẾ HOẠCH SỬA")), reason="Chép sai tên")
    assert printed.splitlines() == [
        "ha-tinh-2099: bản 2, Chép sai tên",
        "  title: KẾ HOẠCH THỬ → KẾ HOẠCH SỬA",
    ]
    assert run("load_plans", str(file(title="KẾ HOẠCH SỬA"))) == "ha-tinh-2099: không đổi (bản 2)\n"


def test_a_bad_document_is_refused_whole_with_path_line_and_reason(file, tmp_path, capsys):
    bad = tmp_path / "sai.yaml"
    bad.write_text("slug: ha-tinh-2099\nprovince: Hà Tĩnh\nla: 1\n", encoding="utf-8")
    good = file()

    with pytest.raises(CommandError, match="1 tài liệu bị từ chối; không phần nào của chúng được nạp"):
        call_command("load_plans", bad, good)
    printed = capsys.readouterr()

    assert printed.err.splitlines()[0].startswith(f"{bad}: không nạp, ")
    assert "  dòng 3: la: khóa lạ, không có trong cấu trúc văn bản kế hoạch" in printed.err.splitlines()
    assert "  dòng 2: province: chỉ gồm chữ thường không dấu, số và gạch nối" in printed.err.splitlines()
    assert printed.out == "ha-tinh-2099: đã nạp, bản 1\n"  # the other one was good


def test_a_file_that_cannot_be_opened_is_told_and_the_others_are_loaded(tmp_path, file, capsys):
    missing, good = tmp_path / "khong-co.yaml", file()

    with pytest.raises(CommandError, match="2 tài liệu bị từ chối"):
        call_command("load_plans", missing, tmp_path, good)
    printed = capsys.readouterr()

    assert f"{missing}: không nạp, 1 lỗi" in printed.err
    assert "(tài liệu): không có tệp này" in printed.err
    assert "(tài liệu): là thư mục, không phải tệp" in printed.err
    assert printed.out == "ha-tinh-2099: đã nạp, bản 1\n"


# export_plan


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_exported_document_is_that_of_the_api_and_loads_to_nothing(slug, run, tmp_path):
    printed = run("export_plan", slug)
    version = PlanVersion.objects.current().get(plan__slug=slug)

    assert json.loads(printed, parse_float=Decimal) == export_document(version)
    assert "\\u" not in printed
    exported = tmp_path / "exported.json"
    exported.write_text(printed, encoding="utf-8")
    assert run("load_plans", str(exported)) == f"{slug}: không đổi (bản 1)\n"


def test_an_earlier_version_can_be_exported(run, file):
    run("load_plans", str(file()))
    run("load_plans", str(file(title="KẾ HOẠCH SỬA")))
    titles = {
        asked: json.loads(run("export_plan", "ha-tinh-2099", *asked))["title"]
        for asked in ((), ("--plan-version", "1"), ("--plan-version", "2"))
    }

    assert [*titles.values()] == ["KẾ HOẠCH SỬA", "KẾ HOẠCH THỬ", "KẾ HOẠCH SỬA"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("khong-co",), "Không có kế hoạch khong-co."),
        (("kon-tum-2013", "--plan-version", "7"), "Không có kế hoạch kon-tum-2013 bản 7."),
        (("kon-tum-2013", "--plan-version", "0"), "Không có kế hoạch kon-tum-2013 bản 0."),
    ],
    ids=["slug", "version", "zero"],
)
def test_a_plan_that_is_not_there_is_told(asked, said):
    with pytest.raises(CommandError) as refused:
        call_command("export_plan", *asked)

    assert str(refused.value) == said


# prepare


def test_prepare_makes_what_is_missing_and_then_has_nothing_to_say(run):
    assert run("prepare") == "Tài khoản trình diễn: 37\n"
    assert run("prepare") == ""
    assert User.objects.filter(is_demo=True).count() == 37


def test_prepare_brings_a_plan_to_what_its_file_says_and_tells_the_difference(run, settings):
    settings.DEMO_ACCOUNTS = False
    printed = json.loads(run("export_plan", "lang-son-2016"))
    load_plan(read_plan(printed | {"title": "TÊN CHÉP SAI"}))

    assert run("prepare").splitlines() == [
        "Kế hoạch lang-son-2016: bản 3",
        f"  title: TÊN CHÉP SAI → {printed['title']}",
    ]
    assert run("prepare") == ""


def test_prepare_makes_no_demonstration_accounts_in_production(run, settings):
    settings.DEMO_ACCOUNTS = False

    assert run("prepare") == ""
    assert not User.objects.filter(is_demo=True).exists()


# demo_accounts


def test_demonstration_accounts_are_listed_as_json(run):
    listed = json.loads(run("demo_accounts", "--json"))

    provinces = sorted(slug.rpartition("-")[0] for slug in PLAN_SLUGS)
    assert listed == [account.as_data() for account in demo_accounts(provinces)]
    assert len(listed) == 37
    assert {tuple(account) for account in listed} == {
        ("email", "password", "totp_secret", "api_token", "role", "agency", "province")
    }
    assert {account["role"] for account in listed} == set(Role.values)


def test_one_account_of_every_role_is_listed_for_people(run):
    printed = run("demo_accounts").splitlines()

    assert len(printed) == len(Role) + 1
    for role, line in zip(Role, printed, strict=False):
        assert line.startswith(role.label)
        assert "  Trinh-dien-2026" in line
        assert ("khóa xác thực SXSH" in line) is (role in NEEDS_SECOND_FACTOR)
        assert "@sxsh.example" in line
    assert printed[-1] == "Tất cả 37 tài khoản: manage.py demo_accounts --json"


def test_the_department_of_a_named_province_is_listed_below(run):
    printed = run("demo_accounts", "--province", "kon-tum").splitlines()

    assert len(printed) == len(Role) + 3
    assert [line.split("@")[0].split()[-1] for line in printed[-3:-1]] == [
        "chuyenvien.kontum",
        "lanhdao.kontum",
    ]


def test_listed_accounts_are_those_that_prepare_makes(run):
    make_demo_accounts([slug.rpartition("-")[0] for slug in PLAN_SLUGS])
    listed = {account["email"] for account in json.loads(run("demo_accounts", "--json"))}

    assert listed == set(User.objects.filter(is_demo=True).values_list("email", flat=True))


def test_demonstration_accounts_are_refused_in_production(settings, capsys):
    settings.DEMO_ACCOUNTS = False
    for options in ([], ["--json"]):
        with pytest.raises(CommandError, match="SXSH_ENV=production"):
            call_command("demo_accounts", *options)
    assert capsys.readouterr().out == ""


# search


def test_search_prints_where_the_words_stand(run):
    printed = run("search", "quan ly khu kinh te").splitlines()

    assert "an-giang-2016 | Nhiệm vụ 2.5, nhóm 2 | Ban [Quản lý khu kinh tế]" in printed
    assert (
        "kon-tum-2013 | Mục VI.10: Ban quản lý Khu kinh tế tỉnh | Ban [quản lý Khu kinh tế] tỉnh" in printed
    )
    assert any(line.startswith("danh bạ | Ban Quản lý Khu kinh tế tỉnh Kon Tum | ") for line in printed)
    assert printed[-1] == f"{len(printed) - 1} kết quả"
    assert len(printed) > 5


def test_search_takes_words_one_by_one_too(run):
    assert run("search", "quan", "ly", "khu", "kinh", "te") == run("search", "quan ly khu kinh te")


def test_search_shows_at_most_as_many_as_asked_of_each_kind(run):
    everything, cut = run("search", "san xuat", limit=200), run("search", "san xuat", limit=1)

    assert everything.splitlines()[-1] == cut.splitlines()[-1]  # the count is that of all
    assert len(cut.splitlines()) <= 8 < len(everything.splitlines())


@pytest.mark.parametrize("asked", ["khong co dau", "", "&|!", "' OR 1=1 --", "x" * 10_000, "😀"], ids=ascii)
def test_search_that_finds_nothing_says_so(asked, run):
    assert run("search", asked) == "0 kết quả\n"


def test_search_shows_no_drafts(draft, run):
    assert run("search", "hoffman") == "0 kết quả\n"
    assert Plan.objects.filter(current_version=draft).exists()


def test_a_strange_limit_is_no_error(run):
    assert run("search", "san xuat", limit=-3).count("\n") == 1
