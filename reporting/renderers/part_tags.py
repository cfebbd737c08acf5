"""The structure of a part, as WeasyPrint writes it, made as small as what it says: it is kept, read and joined with others.

WeasyPrint has an element for each line of text and each box that our styles need; here the element that they stand in says
their text itself. A head of a table says that it heads its column, which holds for one over several columns, too:
WeasyPrint names heads by its own numbers, which many parts have in common, and of several columns only the first.
"""

import pydyf

WORDLESS = ("/Span", "/NonStruct")  # elements that say no more of their text than what they stand in


def simplify(pdf: pydyf.PDF) -> None:
    """Leaves of the structure what says something; `pdf` is one that WeasyPrint has just made."""
    elements = {
        one.reference: one
        for one in pdf.objects
        if isinstance(one, pydyf.Dictionary) and one.get("Type") == "/StructElem"
    }
    replaced: dict[bytes, bytes] = {}  # an element that goes, and the one that says its text then
    for reference, element in reversed(elements.items()):  # what stands in an element comes after it
        if element["S"] != "/Document":  # which is of no page, so that no text can be its own
            element["K"] = _kids(reference, element, elements, replaced)
        if element["S"] in ("/TH", "/TD"):
            _tell_of_cell(element)
    _name_owners(pdf, replaced)
    for reference in replaced:
        elements[reference].clear()


def _kids(reference: bytes, element: dict, elements: dict, replaced: dict) -> pydyf.Array:
    kids = pydyf.Array()
    for kid in element["K"]:
        inner = elements.get(kid)
        if inner and inner["S"] in WORDLESS:
            replaced[kid] = reference
            kids.extend(inner["K"])
        else:
            kids.append(kid)
    for kid in kids:
        if kid in elements:
            elements[kid]["P"] = reference
    return kids


def _tell_of_cell(cell: dict) -> None:
    about = cell["A"]
    about.pop("Headers", None)
    if cell.pop("ID", None):
        about["Scope"] = "/Column"
    elif len(about) == 1:  # what it is about, and nothing said
        del cell["A"]


def _name_owners(pdf: pydyf.PDF, replaced: dict[bytes, bytes]) -> None:
    """Has the tree from pages and links to elements name those that are left."""

    def left(reference: bytes) -> bytes:
        while reference in replaced:
            reference = replaced[reference]
        return reference

    tree = _of(pdf, _of(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for place in range(1, len(tree), 2):
        owners = tree[place]
        tree[place] = pydyf.Array(map(left, owners)) if isinstance(owners, list) else left(owners)


def _of(pdf: pydyf.PDF, reference: bytes):
    return pdf.objects[int(reference.split()[0])]
