"""Findings on documents: numbers and dates of one document that differ, laws that had expired, annexes."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from budgets.findings.finding import Finding, FindingCode
from budgets.findings.totals import short
from core.dates import format_date
from core.search import asked_words
from plans.enums import AnnexStatus
from plans.models import DocumentMention, Law, PlanVersion


def document_findings(version: PlanVersion, laws: list[Law]) -> Iterator[Finding]:
    """Findings on the documents that a version names. `laws` is the catalogue with days of expiry."""
    mentions = list(version.documentmention_rows.all())
    yield from _missing_data(version)
    yield from _own_references(version, [mention for mention in mentions if mention.is_own])
    related = [mention for mention in mentions if not mention.is_own]
    yield from _two_dates(version, related)
    yield from _expired_laws(version, related, laws)
    yield from _annexes(version)


def _missing_data(version: PlanVersion) -> Iterator[Finding]:
    missing = [
        label
        for label, value in (("số, ký hiệu", version.document_number), ("ngày ban hành", version.issued_on))
        if not value
    ]
    if missing:
        yield Finding(
            FindingCode.DOCUMENT_DATA_MISSING,
            "number",
            "Thông tin văn bản",
            "không in " + " và ".join(missing),
            "chưa rõ",
            "Bản nguồn không có " + " và ".join(missing) + "; không suy đoán.",
        )


def _own_references(version: PlanVersion, references: list[DocumentMention]) -> Iterator[Finding]:
    for reference in references:
        place = f"self_references/{reference.number or reference.issued_on}"
        if (
            reference.number
            and version.document_number
            and not _same(reference.number, version.document_number)
        ):
            yield Finding(
                FindingCode.NUMBER_DIFFERS,
                f"{place}/number",
                reference.place or short(reference.text),
                reference.number,
                version.document_number,
                "Văn bản tự dẫn số của mình khác với số hiệu ở nơi khác.",
            )
        if reference.issued_on and version.issued_on and reference.issued_on != version.issued_on:
            yield Finding(
                FindingCode.DATE_DIFFERS,
                f"{place}/issued_on",
                reference.place or short(reference.text),
                format_date(reference.issued_on),
                format_date(version.issued_on),
                "Văn bản tự dẫn ngày của mình khác với ngày ở nơi khác.",
            )


def _two_dates(version: PlanVersion, related: list[DocumentMention]) -> Iterator[Finding]:
    by_number = defaultdict(list)
    for mention in related:
        if mention.number and mention.issued_on:
            by_number[_plain(mention.number)].append(mention)
    programme = version.plan.programme
    for mention in by_number.pop(_plain(programme.number), []):
        if mention.issued_on != programme.issued_on:
            yield _date_finding(mention, mention.issued_on, programme.issued_on, "danh mục chương trình")
    for mentions in by_number.values():
        first = mentions[0]
        for other in mentions[1:]:
            if other.issued_on != first.issued_on:
                yield _date_finding(other, other.issued_on, first.issued_on, f"mục {first.place}")


def _date_finding(mention: DocumentMention, printed: date, elsewhere: date, source: str) -> Finding:
    return Finding(
        FindingCode.DATE_DIFFERS,
        f"related/{mention.number}/{printed.isoformat()}",
        f"Văn bản {mention.number}, mục {mention.place}",
        format_date(printed),
        f"{format_date(elsewhere)} ({source})",
        "Một văn bản được dẫn với hai ngày khác nhau.",
    )


def _expired_laws(version: PlanVersion, related: list[DocumentMention], laws: list[Law]) -> Iterator[Finding]:
    day = version.issued_on or date(version.period_start, 1, 1)
    for mention in related:
        law = next((law for law in laws if _names(mention, law)), None)
        if law and law.expired_on and law.expired_on <= day:
            replaced = f", được thay bằng {law.replaced_by}" if law.replaced_by else ""
            yield Finding(
                FindingCode.LAW_EXPIRED,
                f"related/{law.number}",
                f"Căn cứ: {short(mention.text)}",
                f"dẫn làm căn cứ ngày {format_date(day)}",
                f"{law.number} hết hiệu lực ngày {format_date(law.expired_on)}",
                f"{law} đã hết hiệu lực khi kế hoạch được ban hành{replaced}.",
            )


def _names(mention: DocumentMention, law: Law) -> bool:
    """By number where one is printed, else by the words in which plans cite the law."""
    if mention.number:
        return _same(mention.number, law.number)
    return any(_plain(spelling) in _plain(mention.text) for spelling in law.spellings)


def _annexes(version: PlanVersion) -> Iterator[Finding]:
    for annex in version.annex_rows.all():
        name = annex.number or annex.title or "Phụ lục"
        if annex.status == AnnexStatus.MISSING:
            yield Finding(
                FindingCode.ANNEX_MISSING,
                f"annexes/{short(name)}",
                f"{name}, nêu tại mục {annex.announced_in}" if annex.announced_in else name,
                annex.text or name,
                "không có trong bản nguồn",
                "Văn bản dẫn tới phụ lục nhưng bản nguồn không có; nội dung phụ lục chưa rõ, không tự điền.",
            )
        elif annex.status == AnnexStatus.CUT:
            yield Finding(
                FindingCode.ANNEX_CUT,
                f"annexes/{short(name)}",
                name,
                annex.title or annex.text,
                "chỉ có phần đầu",
                "Bản nguồn chỉ còn phần đầu của phụ lục; phần bị cắt chưa rõ, không tự điền.",
            )


def _plain(number: str) -> str:
    return "".join(asked_words(number))


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)
