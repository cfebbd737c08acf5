"""People for the pages of administrators: the list, and all that is known of one person."""

from dataclasses import dataclass

from agencies.models import Membership, User
from agencies.rights import Right
from agencies.services import may_look_after

ACTIVE, LEFT, CLOSED, NEVER = "active", "left", "closed", "never"
STATES = {
    ACTIVE: "đang dùng",
    LEFT: "đã thôi",
    CLOSED: "đã đóng",
    NEVER: "chưa đăng nhập lần nào",
}
SHAPES = {ACTIVE: "state-ok", LEFT: "", CLOSED: "state-warn"}


@dataclass(frozen=True)
class PersonRow:
    """A person of `agencies.selectors.people_of`; `memberships` are those in force."""

    user: User
    memberships: list[Membership]
    former: list[Membership]

    @property
    def state(self) -> str:
        if not self.user.is_active:
            return CLOSED
        return ACTIVE if self.memberships else LEFT

    @property
    def state_words(self) -> str:
        """ "chưa thuộc cơ quan nào" for who never was a member."""
        if self.state == LEFT and not self.former:
            return "chưa thuộc cơ quan nào"
        return STATES[self.state]

    @property
    def shape(self) -> str:
        return SHAPES[self.state]


@dataclass(frozen=True)
class PersonSheet(PersonRow):
    """All that an administrator is shown of a person, and what she may do."""

    is_self: bool
    may_rename: bool
    may_close: bool
    endable: frozenset[int]


def person_row(user: User) -> PersonRow:
    """The row of somebody who comes from `people_of`."""
    memberships = user.administered
    return PersonRow(
        user,
        [membership for membership in memberships if membership.ended_at is None],
        [membership for membership in memberships if membership.ended_at is not None],
    )


def person_sheet(user: User, administrator: User) -> PersonSheet:
    """The page of somebody who comes from `people_of`."""
    row, is_self = person_row(user), user.pk == administrator.pk
    endable = {
        membership.pk
        for membership in row.memberships
        if not is_self and administrator.may(Right.END_MEMBERSHIPS, province=membership.province)
    }
    return PersonSheet(
        row.user,
        row.memberships,
        row.former,
        is_self=is_self,
        may_rename=may_look_after(administrator, user, Right.EDIT_PEOPLE),
        may_close=not is_self and may_look_after(administrator, user, Right.CLOSE_ACCOUNTS),
        endable=frozenset(endable),
    )
