"""manage.py read_annex: from a file on disk to the plan, as an official would call it."""

import io
from decimal import Decimal

import pytest
import simplejson
from django.core.management import CommandError, call_command

from tests.portal.annexes import written
from tests.portal.annexes.cousin import brief
from tests.portal.annexes.cousins import COUSINS
from tests.portal.annexes.cousins_by_rows import COUSINS_BY_ROWS
from tests.portal.annexes.five_plans import ASKED, NOT_TOLD, PLANS, different, parts
from tests.portal.annexes.printed import LAYOUTS

WRITERS = {"xlsx": written.xlsx, "xls": written.xls, "docx": written.document}


def read_annex(path, *options):
    out = io.StringIO()
    call_command("read_annex", path, *options, stdout=out)
    return simplejson.loads(out.getvalue(), parse_float=Decimal)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "ending"),
    [
        ("an-giang-2016", "docx"),
        ("ha-tinh-2011", "docx"),
        ("kon-tum-2013", "docx"),
        ("lang-son-2016", "xlsx"),
        ("ninh-binh-2016", "xls"),
        ("ninh-binh-2016", "xlsx"),
    ],
)
def test_annexes_of_the_plans_as_files(slug, ending, tmp_path):
    plan = PLANS[slug]
    path = tmp_path / f"{slug}.{ending}"
    path.write_bytes(WRITERS[ending](LAYOUTS[slug](plan)))

    read = read_annex(path, "--province", plan["province"])

    wanted, found = parts(plan), parts(read["plan"])
    assert different(wanted, found) == ASKED.get(slug, set()) | NOT_TOLD.get(slug, set())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("three head rows, source under year", "xls"),
        ("phases, marks under years, group numbers repeat", "xlsx"),
        ("groups in a column of their own", "docx"),
        ("state budget with its levels, enterprises, others", "xlsx"),
    ],
)
def test_other_layouts_as_files(name, ending, tmp_path):
    cousin = (COUSINS | COUSINS_BY_ROWS)[name]
    path = tmp_path / f"tep.{ending}"
    path.write_bytes(WRITERS[ending](written.Opened(cousin.grids)))

    assert brief(read_annex(path)["plan"]) == (cousin.groups, cousin.tasks)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"%PDF-1.7", (), "PDF"),
        (None, (), "Không mở được tệp"),
        (b"%PDF-1.7", ("--province", "atlantis"), "Không có tỉnh"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_message(content, options, words, tmp_path):
    path = tmp_path / "phu-luc.xlsx"
    if content:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as refusal:
        read_annex(path, *options)
    assert refusal.value.returncode == 2
