"""What stands in an agency's way: raised by it at any time, answered, passed on or closed by the department, and told."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agencies.mailing import send
from agencies.models import Membership, Province, User
from agencies.rights import HOLDERS, Right
from agencies.services.texts import checked_text
from core import clock
from plans.models import Plan
from reporting.enums import DifficultyState
from reporting.models import Difficulty, DifficultyReply, ReportingYear
from reporting.permissions import can_handle_difficulty, can_raise_difficulty, raised_difficulty
from reporting.printed_tasks import printed_tasks
from reporting.services.notices import reporters

LONGEST_TEXT = 4000
LONGEST_NAME = 150

Link = Callable[[Difficulty], str]


@transaction.atomic
def raise_difficulty(
    *,
    by: User,
    text: str,
    link: Link,
    plan: Plan | None = None,
    year: ReportingYear | None = None,
    place: str = "",
) -> Difficulty:
    """Raises a difficulty for the person's own agency and mails the department; `link` gives the address of its page.

    ValidationError, at "text", for no words or too many, and for a task that the plan does not have; PermissionDenied
    for who reports for no agency there.
    """
    province = plan.province if plan else by.membership and by.membership.province
    if not can_raise_difficulty(by, province):
        raise PermissionDenied("Chỉ người được cử báo cáo của cơ quan nêu được vướng mắc.")
    if year and (plan is None or year.plan_id != plan.pk):
        raise ValidationError("Kỳ báo cáo này không thuộc kế hoạch đã chọn.")
    version = (year and year.version) or (plan and plan.current_version)
    if place and not (version and printed_tasks(version, [place], clock.today().year)):
        raise ValidationError("Kế hoạch không có nhiệm vụ này.")
    made = Difficulty.objects.create(
        province=province, agency=by.membership.agency, plan=plan, year=year, place=place,
        text=checked_text("text", "Nội dung vướng mắc", text, longest=LONGEST_TEXT, required=True),
        raised_at=clock.now(), raised_by=by,
    )  # fmt: skip
    for person in _department_of(province).exclude(pk=by.pk):
        send("difficulty_raised", to=person.email, difficulty=made, by=by, link=link(made))
    return made


@transaction.atomic
def reply(
    difficulty: Difficulty, after: DifficultyState, *, by: User, text: str, link: Link, forwarded_to: str = ""
) -> DifficultyReply:
    """Says something about a difficulty that leaves it in the state `after`, and mails the other side.

    The department answers (ANSWERED), passes it on (FORWARDED, with to whom) or closes it; the agency that raised it
    adds something (OPEN) or closes it. ValidationError by field for missing words, and where it is closed already;
    PermissionDenied for what is the other side's, and for strangers.
    """
    locked = Difficulty.objects.select_related("agency", "province").select_for_update(of=("self",))
    locked = locked.get(pk=difficulty.pk)
    handles, raised = can_handle_difficulty(by, locked), raised_difficulty(by, locked)
    may = {
        DifficultyState.OPEN: raised,
        DifficultyState.ANSWERED: handles,
        DifficultyState.FORWARDED: handles,
        DifficultyState.CLOSED: handles or raised,
    }
    if not may[after]:
        raise PermissionDenied("Bạn không trả lời được vướng mắc này như vậy.")
    if locked.is_closed:
        raise ValidationError("Vướng mắc này đã khép; nếu còn vướng, hãy nêu vướng mắc mới.")
    is_forwarded = after == DifficultyState.FORWARDED
    said = DifficultyReply.objects.create(
        difficulty=locked, province_id=locked.province_id, after=after, at=clock.now(), by=by,
        text=checked_text("text", "Nội dung", text, longest=LONGEST_TEXT, required=after != DifficultyState.CLOSED),
        forwarded_to=checked_text("forwarded_to", "Chuyển đến", forwarded_to, longest=LONGEST_NAME, required=True)
        if is_forwarded
        else "",
    )  # fmt: skip
    Difficulty.objects.filter(pk=locked.pk).update(state=after)
    locked.state = after
    told = _agency_of(locked) if handles else _department_of(locked.province)
    for person in told.exclude(pk=by.pk):
        send("difficulty_replied", to=person.email, difficulty=locked, reply=said, by=by, link=link(locked))
    return said


def _department_of(province: Province):
    """The people who answer in the province, also of the one that took it over."""
    places = {province.pk, province.successor_id} - {None}
    rows = Membership.objects.active().filter(role__in=HOLDERS[Right.REVIEW_REPORTS], province__in=places)
    return User.objects.filter(is_active=True, pk__in=rows.values("user")).order_by("pk")


def _agency_of(difficulty: Difficulty):
    """Everybody who reports for the agency that raised it."""
    rows = reporters().filter(agency=difficulty.agency_id)
    return User.objects.filter(is_active=True, pk__in=rows.values("user")).order_by("pk")
