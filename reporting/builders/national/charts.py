"""The charts of the ministry's own part, drawn from the sums at the foot of its tables."""

from reporting.builders.consolidated.charts import drawable, lacking, value_at
from reporting.builders.national import money, tasks
from reporting.contents.consolidated import Chart, Series
from reporting.contents.workbook import Row, Sheet


def component_chart(sheet: Sheet) -> tuple[Chart, ...]:
    """The tasks of each component, and how many of them are done; none before a province has sent its report."""
    names = [cell.value for cell in sheet.header[0].cells[2:]]
    pairs = [
        (name, value_at(row, 2 + 2 * place), value_at(row, 3 + 2 * place))
        for row in _sums(sheet)
        for place, name in enumerate(names)
        if name != tasks.ALL_COMPONENTS
    ]
    series = (
        Series("Nhiệm vụ trong năm", tuple(count for _, count, _ in pairs)),
        Series("Hoàn thành", tuple(done for _, _, done in pairs)),
    )
    title = "Nhiệm vụ của các tỉnh theo hợp phần (số nhiệm vụ)"
    return drawable(Chart(title, tasks.COMPONENTS, tuple(name for name, _, _ in pairs), series))


def year_chart(sheet: Sheet) -> tuple[Chart, ...]:
    """Money of all provinces by year: planned, and spent."""
    rows = _sums(sheet)
    series = (
        Series("Kế hoạch năm", tuple(value_at(row, 2) for row in rows)),
        Series("Đã thực hiện", tuple(value_at(row, 3) for row in rows), lacking(rows, 3, 4)),
    )
    title = "Kinh phí kế hoạch và đã thực hiện của các tỉnh theo năm (triệu đồng)"
    return drawable(Chart(title, money.BY_YEAR, tuple(str(value_at(row, 1)) for row in rows), series))


def _sums(sheet: Sheet) -> list[Row]:
    return [row for row in sheet.rows if row.style == "total"]
