"""What a finding is, and the list of its codes."""

from dataclasses import dataclass

from django.db.models import TextChoices

from budgets.models import FindingDecision
from core.numbers import format_million


class FindingCode(TextChoices):
    """The codes of findings; docs/plan-document.md has a line for each."""

    WORDS_DIFFER = "words_differ", "Số tiền bằng chữ khác số tiền bằng số"
    TOTAL_DIFFERS = "total_differs", "Tổng in khác tổng tính"
    ENTERPRISE_EXCLUDED = "enterprise_excluded", "Tổng không gồm kinh phí doanh nghiệp"
    ENTERPRISE_INCLUDED = "enterprise_included", "Tổng đã gồm kinh phí doanh nghiệp"
    UNSPLIT_SOURCES = "unsplit_sources", "Kinh phí chưa tách theo nguồn"
    GROUP_UNBUDGETED = "group_unbudgeted", "Nhóm nhiệm vụ không có kinh phí"
    FUNDING_CLAUSE_DIFFERS = "funding_clause_differs", "Các điều khoản nêu nguồn khác nhau"
    NUMBER_DIFFERS = "number_differs", "Một văn bản, hai số hiệu"
    DATE_DIFFERS = "date_differs", "Một văn bản, hai ngày"
    DOCUMENT_DATA_MISSING = "document_data_missing", "Văn bản thiếu số hoặc ngày"
    LAW_EXPIRED = "law_expired", "Căn cứ đã hết hiệu lực"
    ANNEX_MISSING = "annex_missing", "Thiếu phụ lục"
    ANNEX_CUT = "annex_cut", "Phụ lục bị cắt"
    NUMBERING_GAP = "numbering_gap", "Số thứ tự bị ngắt quãng"
    NUMBERING_STYLE = "numbering_style", "Cách đánh số không thống nhất"
    PERIOD_DIFFERS = "period_differs", "Thời gian không khớp"
    STARTS_BEFORE_ISSUE = "starts_before_issue", "Thời gian bắt đầu trước ngày ban hành"


# What only tells how a figure is to be read; the others are contradictions or gaps of the document.
NOTICES = frozenset(
    {FindingCode.ENTERPRISE_INCLUDED, FindingCode.UNSPLIT_SOURCES, FindingCode.STARTS_BEFORE_ISSUE}
)


@dataclass(frozen=True)
class Finding:
    """One finding of a version.

    `place` is its stable address in the plan document, `where` the same in words; `printed` is what the
    document says, `computed` what follows from its other data, `note` what it means, all in Vietnamese.
    """

    code: FindingCode
    place: str
    where: str
    printed: str
    computed: str
    note: str
    decision: FindingDecision | None = None

    @property
    def key(self) -> str:
        """The same in every version as long as code and place are the same."""
        return f"{self.code}:{self.place}"

    @property
    def is_notice(self) -> bool:
        return self.code in NOTICES

    @property
    def is_outdated(self) -> bool:
        """If the figures have changed since the decision was noted."""
        noted = self.decision
        return noted is not None and (noted.printed, noted.computed) != (self.printed, self.computed)

    def as_data(self) -> dict:
        return {
            "key": self.key,
            "code": self.code.value,
            "title": self.code.label,
            "severity": "notice" if self.is_notice else "contradiction",
            "where": self.where,
            "printed": self.printed,
            "computed": self.computed,
            "note": self.note,
            "decision": self._decision_data(),
        }

    def _decision_data(self) -> dict | None:
        if self.decision is None:
            return None
        return {
            "text": self.decision.text,
            "by": str(self.decision.decided_by),
            "at": self.decision.decided_at.isoformat(),
            "version": self.decision.version.number,
            "outdated": self.is_outdated,
        }


def million(dong) -> str:
    """An amount as findings write it."""
    return f"{format_million(dong)} triệu đồng"
