"""The life of a version: the one table of how it passes from one status to the next, and who may take it there.

Pages offer from it, services ask it, and the database holds it (`plans.operations`); a test compares the two. What
is written while a version waits would not be what was approved, so only `WRITABLE` ones can be changed.
"""

from dataclasses import dataclass

from agencies.rights import Right
from plans.enums import VersionStatus


@dataclass(frozen=True)
class Transition:
    """A step of a version's life. `verb` is what its button says, `done` what the record says afterwards.

    `right` is None for what no person does by itself: a command, or the consequence of another step. `asks_reason`
    where whoever takes the step has to say why.
    """

    before: VersionStatus
    after: VersionStatus
    verb: str
    done: str
    right: Right | None
    asks_reason: bool = False


_S = VersionStatus
TRANSITIONS = (
    Transition(_S.DRAFT, _S.SUBMITTED, "Gửi duyệt", "đã gửi duyệt", Right.WRITE_PLANS),
    Transition(_S.RETURNED, _S.SUBMITTED, "Gửi duyệt lại", "đã gửi duyệt lại", Right.WRITE_PLANS),
    Transition(_S.SUBMITTED, _S.DRAFT, "Rút lại để sửa", "đã rút lại", Right.WRITE_PLANS),
    Transition(_S.SUBMITTED, _S.RETURNED, "Trả lại", "đã trả lại", Right.APPROVE_PLANS, asks_reason=True),
    Transition(_S.SUBMITTED, _S.APPROVED, "Duyệt", "đã duyệt", Right.APPROVE_PLANS),
    Transition(_S.APPROVED, _S.RETURNED, "Trả lại", "đã trả lại", Right.APPROVE_PLANS, asks_reason=True),
    Transition(_S.APPROVED, _S.ISSUED, "Ban hành", "đã ban hành", Right.APPROVE_PLANS),
    Transition(
        _S.ISSUED, _S.CLOSED, "Kết thúc kế hoạch", "đã kết thúc", Right.APPROVE_PLANS, asks_reason=True
    ),
    Transition(_S.DRAFT, _S.DISCARDED, "Bỏ bản đang soạn", "đã bỏ bản đang soạn", Right.WRITE_PLANS),
    Transition(_S.RETURNED, _S.DISCARDED, "Bỏ bản đang soạn", "đã bỏ bản đang soạn", Right.WRITE_PLANS),
    Transition(_S.ISSUED, _S.AMENDED, "", "đã được thay thế", None),  # by the version that comes into force
    Transition(_S.DRAFT, _S.ISSUED, "", "đã nạp từ văn bản đã ban hành", None),  # `load_plans`, never a page
)


def transition(before: str, after: str) -> Transition | None:
    """The step from one status to another; None where there is none."""
    return next((one for one in TRANSITIONS if (one.before, one.after) == (before, after)), None)


def transitions_from(status: str) -> list[Transition]:
    """The steps that people take from a status, in the order in which pages offer them."""
    return [one for one in TRANSITIONS if one.before == status and one.right]
