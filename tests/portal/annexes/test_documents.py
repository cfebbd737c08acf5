"""Tables of Word documents: merges, printed numbers of lists, accepted changes, tables wherever they stand."""

import docx
import pytest
from docx.oxml import parse_xml

from portal.annexes.grid import Grid, Merge, Opened
from portal.annexes.opening import open_annex
from tests.portal.annexes.files import WORDS, document, document_of, saved, with_part

SPACE = f'xmlns:w="{WORDS}"'


def p(text: str = "", properties: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def tc(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def opened(body: str) -> Opened:
    return open_annex(document_of(body), "phu-luc.docx")


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


SPAN = '<w:gridSpan w:val="2"/>'
START, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_tables_come_with_the_paragraphs_before_them():
    result = opened(
        p("Phụ lục 1") + p() + p("Đơn vị: triệu đồng") + tbl(tr(tc(p("a")))) + p("Hết") + tbl(tr(tc(p("b"))))
    )

    assert [(grid.name, grid.before, texts(grid)) for grid in result.grids] == [
        ("Bảng 1", ("Phụ lục 1", "Đơn vị: triệu đồng"), [["a"]]),
        ("Bảng 2", ("Hết",), [["b"]]),
    ]
    assert result.grids[0].address(0, 0) == "hàng 1, cột 1"


def test_cells_over_several_columns_and_rows_are_merges():
    grid = opened(
        tbl(
            tr(tc(p("TT"), START), tc(p("Nhiệm vụ"), START), tc(p("Kinh phí"), SPAN)),
            tr(tc(p(), GOES_ON), tc(p(), GOES_ON), tc(p("2016")), tc(p("2017"))),
            tr(tc(p("I"), SPAN + START), tc(p("5")), tc(p("6"))),
            tr(tc(p(), SPAN + GOES_ON), tc(p("7")), tc(p("8"))),
        )
    ).grids[0]

    assert set(grid.merges) == {Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3), Merge(2, 0, 3, 1)}
    assert texts(grid) == [
        ["TT", "Nhiệm vụ", "Kinh phí", ""],
        ["", "", "2016", "2017"],
        ["I", "", "5", "6"],
        ["", "", "7", "8"],
    ]


def test_rows_that_begin_later_keep_their_columns():
    grid = opened(
        tbl(tr(tc(p("a")), tc(p("b"))), tr(tc(p("c")), properties='<w:gridBefore w:val="1"/>'))
    ).grids[0]
    assert texts(grid) == [["a", "b"], ["", "c"]]


def test_a_cell_that_goes_on_below_nothing_is_a_cell_of_its_own():
    grid = opened(tbl(tr(tc(p("a"), SPAN)), tr(tc(p("b"), GOES_ON), tc(p("c"))))).grids[0]
    assert texts(grid) == [["a", ""], ["b", "c"]]


def test_text_hidden_in_a_merged_cell_is_named_not_read():
    result = opened(tbl(tr(tc(p("a"), START)), tr(tc(p("khuất"), GOES_ON))))
    assert texts(result.grids[0]) == [["a"], [""]]
    assert [(place, "ô gộp" in text) for _, place, text in result.notes] == [("hàng 2, cột 1", True)]


def test_cells_merged_side_by_side_in_the_old_way():
    grid = opened(
        tbl(tr(tc(p("a"), '<w:hMerge w:val="restart"/>'), tc(p(), "<w:hMerge/>"), tc(p("b"))))
    ).grids[0]
    assert (texts(grid), grid.merges) == ([["a", "", "b"]], (Merge(0, 0, 0, 1),))


def test_each_paragraph_and_break_is_a_line():
    lines = (
        p("- Chủ trì: Sở Công Thương")
        + p()
        + "<w:p><w:r><w:t>- Phối</w:t><w:br/><w:t>hợp</w:t></w:r></w:p>"
        + p()
    )
    assert texts(opened(tbl(tr(tc(lines)))).grids[0]) == [["- Chủ trì: Sở Công Thương\n\n- Phối\nhợp"]]


def test_words_split_over_runs_are_joined_with_their_spaces():
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("Sở", " ", "Công", " Thương")
    )
    assert texts(opened(tbl(tr(tc(f"<w:p>{runs}</w:p>")))).grids[0]) == [["Sở Công Thương"]]


def test_changes_count_as_accepted():
    inside = (
        '<w:p><w:r><w:t xml:space="preserve">Kinh phí </w:t></w:r>'
        '<w:del w:id="1" w:author="x"><w:r><w:delText>100</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>120</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3"><w:r><w:t> cũ</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4"><w:r><w:t> mới</w:t></w:r></w:moveTo></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr><w:del w:id="6"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>'
    )
    table = tbl(
        tr(tc(inside)),
        tr(tc(p("bỏ")), properties='<w:del w:id="7" w:author="x"/>'),
        tr(tc(p("thêm")), properties='<w:ins w:id="8" w:author="x"/>'),
    )
    assert texts(opened(table).grids[0]) == [["Kinh phí 120 mới"], ["thêm"]]


def test_results_of_fields_count_and_notes_and_floating_boxes_do_not():
    inside = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SUM(ABOVE)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>450</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="DATE"><w:r><w:t>,5</w:t></w:r></w:fldSimple>'
        '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>nổi</w:t></w:r></w:p>'
        "</w:txbxContent></w:pict></w:r><w:hyperlink><w:r><w:t> xem</w:t></w:r></w:hyperlink></w:p>"
    )
    assert texts(opened(tbl(tr(tc(inside)))).grids[0]) == [["450,5 xem"]]


def test_content_controls_hide_nothing():
    def control(inside):
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    body = control(tbl(control(tr(control(tc(control(p("a")) + p("b"))), tc(p("c"))))))
    assert texts(opened(body).grids[0]) == [["a\nb", "c"]]


def test_tables_inside_of_cells_are_tables_of_their_own():
    inner = tbl(tr(tc(p("trong"))))
    result = opened(p("trước") + tbl(tr(tc(p("ngoài") + inner + p("sau")))) + tbl(tr(tc(p("kế tiếp")))))
    assert [(grid.name, texts(grid)) for grid in result.grids] == [
        ("Bảng 1", [["ngoài\nsau"]]),
        ("Bảng 2", [["trong"]]),
        ("Bảng 3", [["kế tiếp"]]),
    ]
    assert [grid.before for grid in result.grids] == [("trước",), (), ()]


def test_a_cell_is_bold_where_all_of_it_is():
    made = docx.Document()
    made.styles["Heading 1"].font.bold = True
    row = made.add_table(1, 5).rows[0].cells
    row[0].paragraphs[0].add_run("đậm").bold = True
    half = row[1].paragraphs[0]
    half.add_run("nửa ").bold = True
    half.add_run("chừng")
    row[2].paragraphs[0].add_run("theo kiểu")
    row[2].paragraphs[0].style = "Heading 1"
    light = row[3].paragraphs[0]
    light.style = "Heading 1"
    light.add_run("thôi đậm").bold = False
    row[4].paragraphs[0].add_run("nhấn", style="Strong")

    cells = open_annex(saved(made), "a.docx").grids[0].rows[0]
    assert [cell.is_bold for cell in cells] == [True, False, True, False, True]


# Numbers of lists


def level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


LISTS = f"""<w:numbering {SPACE}>
<w:abstractNum w:abstractNumId="0">{level(0, "upperRoman", "%1.")}{level(1, "decimal", "%2")}{level(2, "decimal", "%2.%3")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "-")}{level(1, "bullet", chr(0xF0B7))}{level(2, "lowerLetter", "%3)")}</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Danhsach"/>{level(0, "decimalZero", "%1")}</w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Danhsach"/></w:abstractNum>
<w:abstractNum w:abstractNumId="4">{level(0, "upperRoman", "%1")}{level(1, "decimal", "%1.%2", "<w:isLgl/>")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="4"/></w:num>
</w:numbering>"""


def listed(key: int, at: int = 0, text: str = "") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>')


def with_lists(*cells: str) -> list[str]:
    """The first column of a table with these cells, in a document with the lists above."""
    package = document_of(tbl(*(tr(tc(cell), tc(p("x"))) for cell in cells)))
    grid = open_annex(with_part(package, "word/numbering.xml", LISTS), "a.docx").grids[0]
    return [row[0].text for row in grid.rows]


@pytest.mark.parametrize(
    ("cells", "printed"),
    [
        (
            [listed(1), listed(1, 1), listed(1, 1), listed(1, 2), listed(1), listed(1, 1)],
            ["I.", "1", "2", "2.1", "II.", "1"],
        ),
        ([listed(1, 1, "Đào tạo"), p("giữa"), listed(1, 1)], ["1 Đào tạo", "giữa", "2"]),
        ([listed(2, 0, "Chủ trì") + listed(2, 1, "Phối hợp") + listed(2, 2)], ["- Chủ trì\n• Phối hợp\na)"]),
        ([listed(3), listed(3)], ["01", "02"]),
        ([listed(1, 1), listed(4, 1), listed(4, 1), listed(1, 1)], ["1", "7", "8", "9"]),
        ([listed(5), listed(5, 1), listed(5), listed(5, 1)], ["I", "1.1", "II", "2.1"]),
        ([listed(1, 2)], ["1.1"]),
        ([listed(0, 0, "không"), listed(99, 0, "số")], ["không", "số"]),
    ],
    ids=["levels", "goes on", "bullets", "by style", "starts anew", "legal", "higher ones unprinted", "none"],
)
def test_automatic_numbers_are_printed(cells, printed):
    assert with_lists(*cells) == printed


def test_letters_and_roman_numbers_go_on_as_word_writes_them():
    cells = [listed(2, 2) for _ in range(28)]
    assert with_lists(*cells)[25:] == ["z)", "aa)", "bb)"]
    assert with_lists(*[listed(1) for _ in range(49)])[-2:] == ["XLVIII.", "XLIX."]


def test_numbers_count_outside_of_tables_and_by_the_style_of_a_paragraph():
    made = docx.Document()
    made.add_paragraph("Mục", style="List Number")
    table = made.add_table(2, 1)
    for row in table.rows:
        row.cells[0].paragraphs[0].style = "List Number"
    grid = open_annex(saved(made), "a.docx").grids[0]

    assert (grid.before, texts(grid)) == (("1. Mục",), [["2."], ["3."]])


def test_numbers_of_hidden_and_deleted_cells_do_not_count():
    package = document_of(
        tbl(
            tr(tc(listed(1, 1), START), tc(p("x"))),
            tr(tc(listed(1, 1), GOES_ON), tc(p("x"))),
            tr(tc(listed(1, 1)), tc(p("x")), properties='<w:del w:id="1"/>'),
            tr(tc(listed(1, 1)), tc(p("x"))),
        )
    )
    grid = open_annex(with_part(package, "word/numbering.xml", LISTS), "a.docx").grids[0]
    assert [row[0].text for row in grid.rows] == ["1", "", "2"]


def test_a_document_of_word_with_its_own_parts_is_read():
    made = docx.Document()
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "TT"
    table._tbl.append(parse_xml(f"<w:tr {SPACE}>{tc(p('1'))}{tc(p('Đào tạo'))}</w:tr>"))
    assert texts(open_annex(saved(made), "a.docx").grids[0]) == [["TT", ""], ["1", "Đào tạo"]]
    assert texts(open_annex(document(), "a.xlsx").grids[0])[1] == ["1", "Đào tạo"]
