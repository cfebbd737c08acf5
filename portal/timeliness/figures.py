"""Reports owed, received, in time, late, missing, by one of three ways to group them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from agencies.models import Province, User
from core import clock
from core.dates import HANOI
from reporting.enums import ObligationBasis, ObligationState, ObligorKind
from reporting.models import Obligation

GROUPS = {"province": "Tỉnh, thành phố", "kind": "Đối tượng", "year": "Năm"}
ASKED = "asked"  # those that no clause binds, which the department asked
KINDS = {**dict(ObligorKind.choices), ASKED: "Do Sở yêu cầu"}


@dataclass(frozen=True)
class Figures:
    """Numbers of obligations that stand, without the departments' own parts.

    `received` have sent at least once (not recalled): `in_time` or `late`; where no day is printed it is in time.
    `overdue` of the missing ones are past their day. `waiting`, `returned` and `accepted` are states now.
    """

    owed: int = 0
    received: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0
    returned: int = 0
    accepted: int = 0
    paper: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def in_time(self) -> int:
        return self.received - self.late

    @property
    def missing(self) -> int:
        return self.owed - self.received

    @property
    def received_part(self) -> str:
        return part_words(self.received, self.owed)

    @property
    def in_time_part(self) -> str:
        return part_words(self.in_time, self.received)

    @property
    def accepted_part(self) -> str:
        return part_words(self.accepted, self.owed)


@dataclass(frozen=True)
class Line:
    """A row of the table: its key in the address, what it is called, its numbers."""

    key: str
    label: str
    figures: Figures


@dataclass(frozen=True)
class Counted:
    """The numbers of one year, province and kind of obligor."""

    year: int
    province: int
    kind: str
    is_sample: bool
    figures: Figures


class Completeness:
    """The table that an address asks for; a value of it that means nothing is left out."""

    def __init__(self, asked: Mapping[str, str], user: User):
        self.user = user
        samples = {one.is_sample for one in self.all_counted}
        self.has_both = len(samples) == 2
        self.is_sample = samples == {True} or (self.has_both and asked.get("sample") == "1")
        self.counted = [one for one in self.all_counted if one.is_sample == self.is_sample]
        self.by = asked.get("by", "") if asked.get("by") in GROUPS else "province"
        self.years = sorted({one.year for one in self.counted}, reverse=True)
        self.year = self._year(asked.get("year", ""))
        self.province = _one_of(asked.get("province", ""), [province.slug for province in self.provinces])
        self.kind = _one_of(asked.get("kind", ""), [key for key, _ in self.kinds])

    @cached_property
    def all_counted(self) -> list[Counted]:
        """One row for each year, province and kind, invented ones apart."""
        return [
            Counted(
                row.pop("year__year"), row.pop("province"), row.pop("group") or ASKED, row.pop("year__is_sample"),
                Figures(**row),
            )
            for row in _counts(self.user)
        ]  # fmt: skip

    @cached_property
    def provinces(self) -> list[Province]:
        found = {one.province for one in self.counted}
        return list(Province.objects.filter(pk__in=found).order_by("sort_key"))

    @property
    def province_options(self) -> list[tuple[str, str]]:
        return [(one.slug, str(one.name_on(clock.today()))) for one in self.provinces]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        found = {one.kind for one in self.counted}
        return [(key, label) for key, label in KINDS.items() if key in found]

    @cached_property
    def lines(self) -> list[Line]:
        """The rows in the order of their group."""
        slugs = {one.pk: one.slug for one in self.provinces}
        sums: dict[str, Figures] = {}
        for one in self.counted:
            if self._is_left_out(one, slugs):
                continue
            keys = {"province": slugs[one.province], "kind": one.kind, "year": str(one.year)}
            key = keys[self.by]
            sums[key] = sums.get(key, Figures()) + one.figures
        return [Line(key, label, sums[key]) for key, label in self._labels() if key in sums]

    @property
    def total(self) -> Figures:
        return sum((one.figures for one in self.lines), Figures())

    @property
    def head(self) -> str:
        return GROUPS[self.by]

    @property
    def title(self) -> str:
        """What the table is about: "Tình hình báo cáo năm 2018"."""
        return "Tình hình báo cáo" + (f" năm {self.year}" if self.year else "")

    def query(self, **changed: str) -> dict[str, str]:
        """The address of this table, or of one that differs."""
        asked = {
            "by": self.by, "year": str(self.year or ""), "province": self.province, "kind": self.kind,
            "sample": "1" if self.is_sample and self.has_both else "",
        }  # fmt: skip
        return {name: value for name, value in (asked | changed).items() if value}

    def _year(self, asked: str) -> int | None:
        """The year asked for, else the newest; None where years are the rows."""
        if self.by == "year" or not self.years:
            return None
        return int(asked) if asked in {str(year) for year in self.years} else self.years[0]

    def _is_left_out(self, one: Counted, slugs: dict[int, str]) -> bool:
        return (
            (self.year is not None and one.year != self.year)
            or (bool(self.province) and slugs[one.province] != self.province)
            or (bool(self.kind) and one.kind != self.kind)
        )

    def _labels(self) -> list[tuple[str, str]]:
        if self.by == "year":
            return [(str(year), f"Năm {year}") for year in self.years]
        return self.kinds if self.by == "kind" else self.province_options


def part_words(part: int, whole: int) -> str:
    """ "12/20 (60 %)": never a share without what it is of, and 100 % only where it is all."""
    if not whole:
        return "0/0"
    share = round(part * 100 / whole)
    return f"{part}/{whole} ({share if part == whole else min(share, 99)} %)"


def _one_of(value: str, allowed: list[str]) -> str:
    return value if value in allowed else ""


def _counts(user: User):
    """The numbers of all obligations that the person may see, in one query."""
    received = Q(first_received_at__isnull=False)
    state = {name: Q(state=value) for name, value in (
        ("waiting", ObligationState.SENT), ("returned", ObligationState.RETURNED), ("accepted", ObligationState.ACCEPTED),
    )}  # fmt: skip
    conditions = {
        "received": received,
        "late": received & Q(received_on__gte=F("before")),
        "overdue": Q(first_received_at=None, before__lte=clock.today()),
        "paper": Q(is_paper=True),
        **state,
    }
    return (
        Obligation.objects.visible_to(user)
        .due()
        .exclude(basis=ObligationBasis.OWN)
        .filter(year__opened_at__isnull=False)
        .annotate(received_on=TruncDate("first_received_at", tzinfo=HANOI), group=F("kind"))
        .values("year__year", "year__is_sample", "province", "group")
        .annotate(owed=Count("pk"), **{name: Count("pk", filter=one) for name, one in conditions.items()})
        .order_by()
    )
