"""How the tests of a plan's pages read them: addresses, texts, links, and a document that has several of everything."""

import copy
import re
from html import unescape

from tests.factories import whole_plan_data

TABS = (
    "",
    "objectives/",
    "tasks/",
    "timeline/",
    "money/",
    "responsibilities/",
    "text/",
    "findings/",
    "document/",
    "versions/",
)


def address(slug: str, tab: str = "") -> str:
    return f"/plans/{slug}/{tab}"


def text_of(answer) -> str:
    """What is read on the page between header and footer, without tags, white space collapsed."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def links_of(answer) -> set[str]:
    """Where the page's own part leads within the portal."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return {unescape(link) for link in re.findall(r'href="([^"]+)"', main)}


def several(count: int, **changes) -> dict:
    """A plan document with that many rows in every list that a page shows."""
    data = whole_plan_data(**changes)
    group = data["groups"][0]
    group["tasks"] = [_keyed(group["tasks"][0], number) for number in range(1, count + 1)]
    data["groups"] = [group, *(_group(group, number) for number in range(2, count + 1))]
    for name in ("objectives", "sections", "budget_tables"):
        data[name] = [_keyed(data[name][0], number) for number in range(1, count + 1)]
    for section in data["sections"]:
        item = section["items"][0]
        section["items"] = [item | {"key": f"{section['key']}/{n}"} for n in range(count)]
    data["responsibilities"] = [
        data["responsibilities"][0] | {"clause": f"V.{number}"} for number in range(1, count + 1)
    ]
    for name in ("legal_bases", "related", "self_references", "recipients", "financing", "past_results"):
        data[name] = [copy.deepcopy(data[name][0]) for _ in range(count)]
    for name in ("annexes", "readings"):
        data[name] = [copy.deepcopy(data[name][0]) for _ in range(count)]
    return data


def _keyed(row: dict, number: int) -> dict:
    changed = copy.deepcopy(row)
    if number > 1:
        changed["key"] = f"{row['key']}-{number}"
    return changed


def _group(group: dict, number: int) -> dict:
    changed = copy.deepcopy(group) | {"key": str(number), "number": str(number)}
    for at, task in enumerate(changed["tasks"]):
        task["key"] = f"{number}/{number}.{at}"
    return changed
