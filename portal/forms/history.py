"""What may be asked of the log."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from agencies.enums import HistoryOperation
from agencies.models import Province, User
from agencies.models.history import HistoryEntryQuerySet
from agencies.selectors import people_of
from core import clock
from core.search import Unaccented
from core.text import unaccented
from portal.filters import NATIONAL, ListForm, choice, words_field

USUAL_DAYS = 30
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
OUT_OF_BOUNDS = "Ngày phải từ năm 1990 đến năm 2100."
CHANGES, EVENTS = "changes", "events"
KINDS = [
    (CHANGES, "mọi thay đổi"),
    (EVENTS, "mọi sự kiện"),
    *HistoryOperation.choices,
]
# What people call it -> the beginnings of the names of its tables.
THINGS = {
    "people": ("người dùng", ("agencies_user", "account_", "mfa_", "agencies_apitoken")),
    "rights": ("vai trò và lời mời", ("agencies_membership", "agencies_invitation")),
    "directory": ("danh bạ cơ quan", ("agencies_agency",)),
    "plans": ("kế hoạch", ("plans_", "tasks_", "budgets_", "reporting_reportingrule", "reporting_obligor")),
    "decisions": ("quyết định về sai lệch", ("budgets_findingdecision",)),
    "documents": ("tài liệu", ("reporting_reportrun",)),
    "provinces": ("tỉnh, thành phố", ("agencies_province",)),
}


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        validators=[MinValueValidator(FIRST_DAY, OUT_OF_BOUNDS), MaxValueValidator(LAST_DAY, OUT_OF_BOUNDS)],
        error_messages={"invalid": "Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/12/2018."},
        widget=forms.DateInput(attrs={"autocomplete": "off", "placeholder": "ngày/tháng/năm"}),
    )


class LogForm(ListForm):
    """Filters of the log. Without days it tells the last USUAL_DAYS."""

    since = day_field("Từ ngày")
    until = day_field("Đến hết ngày")
    q = words_field("Họ tên hoặc thư điện tử")
    kind = choice("Việc", KINDS)
    thing = choice("Đối tượng", [(key, label) for key, (label, _) in THINGS.items()])
    province = choice("Tỉnh, thành phố")

    def __init__(self, data, user: User):
        self.user = user
        super().__init__(data, **({"province": _provinces()} if user.sees_all_provinces else {}))
        if not user.sees_all_provinces:
            del self.fields["province"]

    @property
    def first_day(self):
        """The first day that is told."""
        since, until = self.value("since"), self.value("until")
        return since or (until or timezone.localdate()) - timedelta(days=USUAL_DAYS)

    def chosen(self, entries: HistoryEntryQuerySet) -> HistoryEntryQuerySet:
        """The entries that fit what is asked."""
        entries = entries.filter(at__gte=_midnight(self.first_day))
        if until := self.value("until"):
            entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
        if asked := self.value("q"):
            people = _people(asked, self.user)
            entries = entries.filter(Q(actor__in=people) | Q(person__in=people))
        if kind := self.value("kind"):
            entries = _of_kind(entries, kind)
        if thing := self.value("thing"):
            entries = entries.filter(_about(thing))
        if slug := self.value("province"):
            entries = entries.filter(province__slug=None if slug == NATIONAL else slug)
        return entries


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _people(asked: str, reader: User):
    """People by name; by address those alone whom the reader looks after: others' addresses are not hers to guess."""
    full = Concat("full_name", Value(" "), "email", output_field=TextField())
    looked_after = people_of(reader).order_by().values("pk")
    told = Case(When(pk__in=looked_after, then=full), default=F("full_name"), output_field=TextField())
    people = User.objects.annotate(plain=Unaccented(told))
    for word in unaccented(asked).split():
        people = people.filter(plain__contains=word)
    return people.order_by().values("pk")


def _of_kind(entries: HistoryEntryQuerySet, kind: str) -> HistoryEntryQuerySet:
    if kind == CHANGES:
        return entries.changes()
    return entries.events() if kind == EVENTS else entries.filter(operation=kind)


def _about(thing: str) -> Q:
    wanted = Q()
    for beginning in THINGS[thing][1]:
        wanted |= Q(table_name__startswith=beginning)
    return wanted


def _provinces() -> list[tuple[str, str]]:
    today = clock.today()
    return [
        (NATIONAL, "Không thuộc tỉnh nào"),
        *((one.slug, str(one.name_on(one.ended_on or today))) for one in Province.objects.all()),
    ]
