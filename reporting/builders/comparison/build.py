"""The comparison of two versions of a plan, from their rows."""

from budgets.enums import Source, source_names
from budgets.selectors import with_content
from budgets.sums import PlannedMoney, planned_money
from budgets.tables import NO_SOURCE, NONE_GIVEN, UNKNOWN
from core import clock
from core.dates import HANOI, format_date
from core.numbers import format_million
from plans.enums import VersionKind, VersionStatus
from plans.models import PlanVersion
from reporting.builders.comparison.differ import different_parts
from reporting.builders.comparison.outline import outline_of
from reporting.builders.comparison.thing import OutlinePart
from reporting.builders.heading import issuing_bodies
from reporting.contents.comparison import Change, Comparison, Edition, MoneyLine, Part, TaskCounts


def build_comparison(before: PlanVersion, after: PlanVersion) -> Comparison:
    """What differs from one version of a plan to another, whatever was loaded of them."""
    found = _loaded(before.pk, after.pk)
    before, after = found[before.pk], found[after.pk]
    outlines = [outline_of(version) for version in (before, after)]
    parts = different_parts(*outlines)
    bodies = issuing_bodies(after, clock.today())
    return Comparison(
        plan=after.title,
        province=str(after.province_name),
        before=_edition(before, "Nội dung đang áp dụng", _is_in_force(before)),
        after=_edition(after, "Nội dung điều chỉnh", after.kind == VersionKind.AMENDMENT),
        tasks=_counts(*outlines, parts),
        money=_money(*(planned_money(version) for version in (before, after))),
        parts=parts,
        parent_body=bodies.parent_body,
        issuing_body=bodies.issuing_body,
        place=bodies.place,
        day=max(version.created_at for version in (before, after)).astimezone(HANOI).date(),
    )


def _loaded(*keys: int) -> dict[int, PlanVersion]:
    versions = with_content(PlanVersion.objects).select_related("province")
    return versions.prefetch_related("reportingrule_rows", "obligor_rows").in_bulk(keys)


# --- which versions ---


def _is_in_force(version: PlanVersion) -> bool:
    return version.pk == version.plan.current_version_id


def _edition(version: PlanVersion, head: str, is_so: bool) -> Edition:
    """A version by its facts; its column is called `head` where that is what it is."""
    name = f"bản số {version.number}"
    day = f" ngày {format_date(version.issued_on)}" if version.issued_on else ""
    money = planned_money(version)
    facts = {
        "Loại bản": version.get_kind_display() + (f" của bản số {version.amends}" if version.amends else ""),
        "Văn bản": f"{version.document_number or 'không in số'}{day}",
        "Tình trạng": _status(version),
        "Áp dụng từ": format_date(version.in_force_from) if version.in_force_from else UNKNOWN,
        "Lý do": version.reason,
        "Kinh phí tính cho": f"năm {money.year}" if money.year else "",
    }
    shown = tuple((label, value) for label, value in facts.items() if value)
    return Edition(version.number, f"{head} ({name})" if is_so else f"Nội dung {name}", shown)


def _status(version: PlanVersion) -> str:
    if _is_in_force(version):
        return "đang áp dụng"
    if version.status == VersionStatus.ISSUED:
        return "không áp dụng"
    return version.get_status_display()


# --- summary ---


def _counts(before: list[OutlinePart], after: list[OutlinePart], parts: tuple[Part, ...]) -> TaskCounts:
    """How many tasks there are, and what became of them."""
    numbers = (sum(thing.is_task for part in side for thing in part.things) for side in (before, after))
    changes = [subject.change for part in parts for subject in part.subjects if subject.is_task]
    wanted = (Change.ADDED, Change.REMOVED, Change.CHANGED, Change.MOVED)
    return TaskCounts(*numbers, *(changes.count(change) for change in wanted))


def _money(before: PlannedMoney, after: PlannedMoney) -> tuple[MoneyLine, ...]:
    """The sums by source, then the total; what the plans do not split stays together."""
    old, new = before.by_sources, after.by_sources
    order = {source: place for place, source in enumerate(Source.values)}
    sources = sorted({*old, *new}, key=lambda one: (len(one), [order[source] for source in one]))
    comparable = before.year == after.year
    lines = [
        MoneyLine(
            source_names(one) + (" (không tách)" if len(one) > 1 else "") or NO_SOURCE,
            _sum(before, old.get(one)),
            _sum(after, new.get(one)),
            _difference(old.get(one), new.get(one), comparable),
        )
        for one in sources
    ]
    total = _difference(before.total, after.total, comparable)
    return (*lines, MoneyLine("Tổng cộng", _sum(before, before.total), _sum(after, after.total), total))


def _sum(money: PlannedMoney, amount: int | None) -> str:
    if amount is None:
        return UNKNOWN if money.total is None else NONE_GIVEN
    return format_million(amount)


def _difference(before: int | None, after: int | None, comparable: bool) -> str:
    """With its sign; nothing can be said where one side is not given, or is for another time."""
    if before is None or after is None or not comparable:
        return NONE_GIVEN
    rise = after - before
    return f"+{format_million(rise)}" if rise > 0 else format_million(rise).replace("-", "−")
