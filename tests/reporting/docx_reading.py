"""A DOCX file as its reader gets it: titles and tables, cells that lie across columns said once."""

from io import BytesIO

import docx
from docx.table import Table


def opened(content: bytes):
    return docx.Document(BytesIO(content))


def rows_of(table: Table) -> list[list[str | None]]:
    """The rows as texts by column; None where a cell from the left or from above lies."""
    rows, above = [], set()
    for row in table.rows:
        seen, texts = set(), []
        for cell in row.cells:
            covered = cell._tc in seen or cell._tc in above
            texts.append(None if covered else cell.text)
            seen.add(cell._tc)
        above |= seen
        rows.append(texts)
    return rows


def tables_by_title(document) -> dict[str, Table]:
    """Each table by the title of its annex."""
    found, title = {}, ""
    for element in document.iter_inner_content():
        if isinstance(element, Table):
            found[title] = element
        elif element.style.name == "Tiêu đề phụ lục":
            title = element.text
    return found
