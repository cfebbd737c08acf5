"""Whether the history is still what was sealed. For the owner of the database, who alone reads all of it.

Everything is computed here anew, by nothing but functions of PostgreSQL itself: what the owner of the database could
have rewritten is not asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from agencies.models import HistoryEntry

_ENTRY = """pg_catalog.jsonb_build_array(
    id, at AT TIME ZONE 'UTC', transaction, began_at AT TIME ZONE 'UTC', operation, table_name, row_id, province_id,
    plan_id, version_id, agency_id, person_id, actor_id, membership_id, request, session_role, database_role, for_ministry, before, after
)::pg_catalog.text"""
_SEALS = f"""
WITH content AS (
    SELECT seal_id, pg_catalog.count(*) AS count, pg_catalog.max(id) AS last_entry, pg_catalog.string_agg(
        pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to({_ENTRY}, 'UTF8')), 'hex'), '' ORDER BY id
    ) AS digests
    FROM public.agencies_historyentry WHERE seal_id IS NOT NULL GROUP BY seal_id
)
SELECT seal.id, province.slug, seal.number, seal.hash, seal.previous,
    pg_catalog.coalesce(content.count, 0) - seal.count, seal.last_entry = content.last_entry,
    pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(
        seal.previous, seal.province_id, seal.number, seal.at AT TIME ZONE 'UTC', seal.last_entry, seal.count,
        content.digests
    )::pg_catalog.text, 'UTF8')), 'hex')
FROM public.agencies_historyseal AS seal
LEFT JOIN content ON content.seal_id = seal.id
LEFT JOIN public.agencies_province AS province ON province.id = seal.province_id
ORDER BY seal.province_id NULLS FIRST, seal.number, seal.id
""".replace("pg_catalog.coalesce", "coalesce")
_WITHOUT_SEAL = """
SELECT count(*) FROM public.agencies_historyentry AS entry
WHERE seal_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.agencies_historyseal AS seal WHERE seal.id = seal_id)
"""
NATION = ""  # the chain of what belongs to no province


@dataclass(frozen=True)
class Head:
    """The last seal of a chain. `province` is a slug, empty for what belongs to no province."""

    province: str
    number: int
    hash: str


@dataclass
class Verdict:
    """What was found: faults in words (none: nothing was changed), the heads, and what no seal covers yet."""

    faults: list[str] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    oldest_unsealed: datetime | None = None

    def as_data(self) -> dict:
        """For JSON; what `--expect` reads again."""
        return {
            "faults": self.faults,
            "heads": [vars(head) for head in self.heads],
            "seals": self.seals,
            "entries": self.entries,
            "unsealed": self.unsealed,
            "oldest_unsealed": self.oldest_unsealed.isoformat() if self.oldest_unsealed else None,
        }


def verify_history(expected: Iterable[Head] = ()) -> Verdict:
    """Computes every seal anew, and compares the chains with heads that were noted down before.

    Without `expected` it cannot be seen that the ends of chains were cut off, or chains made anew from a place on.
    """
    verdict = Verdict()
    found: dict[tuple[str, int], str] = {}
    last: dict[str, Head] = {}
    for _id, slug, number, seal, previous, surplus, is_last, computed in _rows(_SEALS):
        province = slug or NATION
        before = last.get(province, Head(province, 0, ""))
        verdict.faults += _faults_of(
            _name(province, number),
            number == before.number + 1,
            previous == before.hash,
            surplus,
            is_last,
            computed == seal,
        )
        verdict.seals += 1
        found[province, number] = seal
        last[province] = Head(province, number, seal)
    verdict.heads = list(last.values())
    [[stray]] = _rows(_WITHOUT_SEAL)
    if stray:
        verdict.faults.append(f"{stray} mục thuộc một niêm phong không còn")
    verdict.faults += [
        f"{_name(head.province, head.number)}: không còn như đã ghi trong tệp đối chiếu"
        for head in expected
        if found.get((head.province, head.number)) != head.hash
    ]
    verdict.entries = HistoryEntry.objects.count()
    unsealed = HistoryEntry.objects.unsealed().order_by("at")
    verdict.unsealed = unsealed.count()
    verdict.oldest_unsealed = unsealed.values_list("at", flat=True).first()
    return verdict


def _faults_of(
    name: str, follows: bool, is_chained: bool, surplus: int, is_last: bool, is_same: bool
) -> Iterator[str]:
    if not follows:
        yield f"{name}: không nối tiếp số trước"
    if not is_chained:
        yield f"{name}: không nối vào niêm phong trước"
    if surplus:
        yield f"{name}: {f'thừa {surplus}' if surplus > 0 else f'thiếu {-surplus}'} mục"
    elif not is_last or not is_same:
        yield f"{name}: nội dung đã bị thay đổi"


def _name(province: str, number: int) -> str:
    return f"{province or 'toàn quốc'}, niêm phong số {number}"


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
