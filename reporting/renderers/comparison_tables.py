"""What stands above the comparison in every medium: which versions, and the sums of tasks and money."""

from reporting.contents.comparison import Comparison
from reporting.renderers.grid import Grid, Row, cell

LEGEND = (
    "Ghi chú: “+ Bổ sung” là chỉ có ở bản sau; “− Bãi bỏ” là chỉ có ở bản trước; “≠ Sửa đổi” là có ở cả hai bản nhưng "
    "khác nhau; “» Chuyển vị trí” là đứng ở chỗ khác. Chữ bị bỏ được gạch ngang, chữ mới được in đậm và gạch chân."
)


def editions(comparison: Comparison) -> Grid:
    """The two versions beside each other."""
    sides = (comparison.before, comparison.after)
    heads = (("w-22", ""), *(("", f"Bản số {side.number}") for side in sides))
    return Grid(heads, tuple(Row(tuple(map(cell, texts))) for texts in comparison.facts))


def summary(comparison: Comparison) -> tuple[str, ...]:
    """How much differs, in sentences."""
    places = (f"{part.title}: {part.changes}" for part in comparison.parts)
    told = f"Số chỗ khác nhau: {comparison.changes}" + (
        f" ({'; '.join(places)})." if comparison.parts else "."
    )
    return (told, f"Nhiệm vụ: {comparison.tasks.sentence}.")


def money(comparison: Comparison) -> Grid:
    """The sums by source before and after, the total last."""
    heads = (
        ("", "Kinh phí theo nguồn (triệu đồng)"),
        *(("w-22", f"Bản số {side.number}") for side in (comparison.before, comparison.after)),
        ("w-22", "Tăng (+), giảm (−)"),
    )
    last = len(comparison.money)
    rows = (
        Row(
            (
                cell(line.source),
                *(cell(text, css="figure") for text in (line.before, line.after, line.difference)),
            ),
            "sum" if number == last else "",
        )
        for number, line in enumerate(comparison.money, start=1)
    )
    return Grid(heads, tuple(rows))
