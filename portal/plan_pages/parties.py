"""Who is named in a plan: agencies of the directory, and collectives that the text leaves open."""

from dataclasses import dataclass

from core.sorting import sort_key
from core.text import slugify_vi
from portal.links import agency_page


@dataclass(frozen=True)
class Named:
    """A party as printed. `key` is the same for every spelling of one agency; `url` its page, where it has one."""

    key: str
    text: str
    name: str
    url: str

    @property
    def is_collective(self) -> bool:
        return self.key.startswith("~")

    @property
    def order(self) -> tuple:
        """Agencies by name, then collectives."""
        return self.is_collective, sort_key(self.name)


class Parties:
    """Makes `Named` of parties; the address of each agency is looked up once a page."""

    def __init__(self):
        self._urls: dict[int, str] = {}

    def named(self, party) -> Named:
        """`party` has the printed `text` and the `agency` or None."""
        agency = party.agency
        if agency is None:
            return Named(f"~{slugify_vi(party.text)}", party.text, party.text, "")
        if agency.pk not in self._urls:
            self._urls[agency.pk] = agency_page(agency)
        return Named(agency.slug, party.text, agency.name, self._urls[agency.pk])


def distinct(parties) -> list[Named]:
    """Each agency and each collective once, in order."""
    return sorted({party.key: party for party in reversed(list(parties))}.values(), key=lambda one: one.order)
