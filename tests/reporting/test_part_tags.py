"""A part's structure is made small: what says nothing more than what it stands in goes, and nothing else."""

import pytest

from reporting.renderers.part_tags import simplify
from reporting.renderers.parts_pdf import Layout
from tests.reporting.pdf_structure import Element, Tagged

TEXT = '<h1>Một</h1><p>Hai <strong>ba <a href="part:0">bốn</a></strong></p><div><span>năm</span></div>'
TABLE = (
    "<table><thead><tr><th rowspan=2>A<th colspan=2>B<tr><th>C<th>D</thead>"
    "<tbody><tr><td>1<td>2<td>3<tr><td colspan=3><p>4</p></tbody></table>"
)


def outline(element: Element) -> list:
    return [element.kind, *(outline(kid) if isinstance(kid, Element) else kid[1] for kid in element.kids)]


@pytest.fixture(scope="module")
def tagged() -> Tagged:
    html = f'<html lang="vi"><title>-</title><body>{TEXT}{TABLE}</body></html>'
    pdf = Layout().document(html).write_pdf(pdf_tags=True, finisher=lambda _, pdf: simplify(pdf))
    return Tagged(pdf)


def test_lines_and_boxes_are_said_by_the_element_that_they_stand_in(tagged):
    _, heading, paragraph, block, _ = outline(tagged.document)
    assert heading == ["H1", 0]
    assert paragraph == ["P", 1, 2, ["Link", 3]]
    assert block == ["Div", 4]
    assert [tagged.said(one) for one in tagged.document.kids[:3]] == ["Một", "Haibabốn", "năm"]
    owners = [str(one.S) for one in tagged.owners[0]]
    assert owners[:5] == ["/H1", "/P", "/P", "/Link", "/Div"]
    (link,) = tagged.pdf.pages[0].Annots
    assert tagged.owners[link.StructParent].S == "/Link"


def test_heads_say_that_they_head_their_columns_and_cells_only_how_far_they_reach(tagged):
    (table,) = tagged.document.all("Table")
    heads, cells = ([one.item for one in table.all(kind)] for kind in ("TH", "TD"))
    assert [(one.A.get("/ColSpan"), one.A.get("/RowSpan")) for one in heads] == [
        (None, 2), (2, None), (None, None), (None, None),
    ]  # fmt: skip
    assert {str(one.A.Scope) for one in heads} == {"/Column"}
    assert not any("/ID" in one for one in heads)
    assert [one.A.ColSpan if "/A" in one else None for one in cells] == [None, None, None, 3]
    assert "/Headers" not in cells[-1].A
    assert outline(table)[2] == [
        "TBody",
        ["TR", ["TD", 9], ["TD", 10], ["TD", 11]],
        ["TR", ["TD", ["P", 12]]],
    ]
