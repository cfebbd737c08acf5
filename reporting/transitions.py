"""The life of one version of a report: the one table of how it passes from one status to the next.

Pages offer from it, services ask it, and the database holds it (`reporting/migrations/0071`); a test compares the two.
"""

from dataclasses import dataclass

from agencies.rights import Right
from reporting.enums import ReportStatus


@dataclass(frozen=True)
class Transition:
    """A step of a report's life. `verb` is what its button says, `done` what the record says afterwards.

    `right` is who may take it: the agency's own people (REPORT) or the department (REVIEW_REPORTS). `asks_reason`
    where whoever takes the step has to say why.
    """

    before: ReportStatus
    after: ReportStatus
    verb: str
    done: str
    right: Right
    asks_reason: bool = False


_S = ReportStatus
TRANSITIONS = (
    Transition(_S.DRAFT, _S.SUBMITTED, "Gửi báo cáo", "đã gửi", Right.REPORT),
    Transition(_S.SUBMITTED, _S.RECALLED, "Rút lại để sửa", "đã rút lại", Right.REPORT),
    Transition(_S.SUBMITTED, _S.RETURNED, "Trả lại", "đã trả lại", Right.REVIEW_REPORTS, asks_reason=True),
    Transition(_S.SUBMITTED, _S.ACCEPTED, "Duyệt", "đã duyệt", Right.REVIEW_REPORTS),
    Transition(
        _S.ACCEPTED,
        _S.RETURNED,
        "Mở lại, trả về",
        "đã mở lại, trả về",
        Right.REVIEW_REPORTS,
        asks_reason=True,
    ),
)


def transition(before: str, after: str) -> Transition | None:
    """The step from one status to another; None where there is none."""
    return next((one for one in TRANSITIONS if (one.before, one.after) == (before, after)), None)
