"""What an invented year has beside its reports: figures for the plan's targets, difficulties raised and answered."""

from datetime import datetime, timedelta
from random import Random

from core import clock
from core.dates import HANOI
from plans.models import Target
from portal.sample.fates import Cast
from reporting.enums import DifficultyState, ObligationBasis
from reporting.models import Difficulty, Obligation, ReportingYear
from reporting.printed_tasks import is_task
from reporting.services.difficulties import raise_difficulty, reply
from reporting.services.target_values import save_target_value
from reporting.targets import is_share

COUNTED = (12, 16)  # month and day on which the department counts
KNOWN = 0.8  # of the targets; the rest stays unknown, as in life
NEAR = (70, 115)  # per cent of the target that is reached
DIFFICULTIES = 3
RAISED = (10, 20)  # the first; the others follow by fortnights
ANSWERED = 0.6
_HARD = (
    "Kinh phí năm nay chưa được bố trí cho nhiệm vụ này; đề nghị Sở có ý kiến với Sở Tài chính.",
    "Chưa có đơn vị tư vấn đủ năng lực tại địa phương; đề nghị Sở giới thiệu.",
    "Nhiều cơ sở không cung cấp số liệu tiêu thụ năng lượng; đề nghị Sở hướng dẫn.",
)
_ANSWER = "Sở đã ghi nhận và sẽ đưa vào dự toán năm sau."


def count_for_targets(year: ReportingYear, random: Random, cast: Cast) -> None:
    """What the department counted for the plan's targets, where that day has come."""
    moment = datetime(year.year, *COUNTED, 9, tzinfo=HANOI)
    targets = Target.objects.filter(version=year.version_id).select_related("indicator").order_by("position")
    editor = cast.editor_and_approver(moment)[0]
    for target in targets:
        is_known, below, near = random.random() < KNOWN, random.randint(80, 400), random.randint(*NEAR)
        if not is_known or moment > clock.now():
            continue
        figures = {"numerator": random.randint(1, 12), "denominator": None}
        if is_share(target):
            wanted = target.minimum if target.minimum is not None else target.maximum or 50
            figures = {"numerator": min(int(below * wanted * near // 10_000), below), "denominator": below}
        with clock.standing_at(moment):
            save_target_value(
                year, target, revision=0, by=editor, population=target.population,
                source="Tổng hợp báo cáo của các cơ quan (số liệu mẫu)", note="", **figures,
            )  # fmt: skip


def raise_difficulties(year: ReportingYear, random: Random, cast: Cast) -> None:
    """Some difficulties with tasks of the year, by agencies that owe a report; most are answered a week later."""
    asked = year.obligations.exclude(basis=ObligationBasis.OWN).select_related("agency", "province")
    owed = [
        one
        for one in asked.prefetch_related("grounds").order_by("agency__sort_key", "agency__slug")
        if _tasks(one)
    ]
    for number, obligation in enumerate(random.sample(owed, min(DIFFICULTIES, len(owed)))):
        moment = datetime(year.year, *RAISED, 10, tzinfo=HANOI) + timedelta(days=14 * number)
        place, is_answered = random.choice(_tasks(obligation)), random.random() < ANSWERED
        if moment > clock.now():
            return
        about = {"plan": year.plan, "year": year, "place": place}
        with clock.standing_at(moment):
            raised = raise_difficulty(
                by=cast.writer(obligation, moment), text=_HARD[number], link=_no_link, **about
            )
        answered_at = moment + timedelta(days=7)
        if is_answered and answered_at <= clock.now():
            editor = cast.editor_and_approver(answered_at)[0]
            with clock.standing_at(answered_at):
                reply(raised, DifficultyState.ANSWERED, by=editor, text=_ANSWER, link=_no_link)


def _tasks(obligation: Obligation) -> list[str]:
    return sorted({one.place for one in obligation.grounds.all() if is_task(one.place)})


def _no_link(difficulty: Difficulty) -> str:
    """Nobody is written to."""
    return ""
