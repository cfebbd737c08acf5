"""The stages of reminding as a province has them, on one page."""

from dataclasses import dataclass

from agencies.models import Province
from portal.links import stage_page
from reporting.models import ReminderStage
from reporting.reminder_words import stage_words
from reporting.reminders import DEFAULT_STAGES, Stage
from reporting.services.reminder_stages import own_stage


@dataclass(frozen=True)
class StageLine:
    """One stage by its place on the list: as the portal has it, and as the province has it (`row`, perhaps not stored)."""

    number: int
    province: Province
    default: Stage
    row: ReminderStage

    @property
    def stage(self) -> Stage:
        return self.row.over(self.default)

    @property
    def words(self) -> str:
        return stage_words(self.stage)

    @property
    def was(self) -> str:
        """How the portal has it, where the department has it otherwise."""
        return stage_words(self.default) if self.stage.days != self.default.days else ""

    @property
    def url(self) -> str:
        return stage_page(self.number)


def stage_lines(province: Province) -> list[StageLine]:
    """All stages in the order of the portal's own."""
    own = {
        row.code: row for row in ReminderStage.objects.filter(province=province).select_related("changed_by")
    }
    return [
        StageLine(number, province, one, own.get(one.code) or own_stage(province, one))
        for number, one in enumerate(DEFAULT_STAGES, start=1)
    ]
