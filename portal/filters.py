"""What may be asked of the pages' lists. A value that cannot be is told at its field and leaves the list as it is."""

from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, Province, User
from core import clock
from core.search import Unaccented, search_query
from core.text import unaccented
from plans.enums import UNISSUED, VersionStatus
from plans.models import PlanVersion, Programme
from plans.models.catalogue import CatalogueQuerySet
from portal.people import ACTIVE, CLOSED, LEFT, NEVER
from portal.people import STATES as STATES_OF_PEOPLE
from portal.selectors import DRAFT, ENDED, IN_FORCE, OVER, PLAN_COLUMNS, STATUSES

NOW = "nay:"  # before a slug: the province of today, with those that it took over
NATIONAL = "trung-uong"
CHOICE_ERROR = "Không có lựa chọn này; hãy chọn trong danh sách."


class ListForm(forms.Form):
    """A filter form sent by GET. Valid fields hold even where another is not."""

    def __init__(self, data, **choices):
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        for name, offered in choices.items():
            self.fields[name].choices = [*self.fields[name].choices, *offered]
        self.full_clean()

    def value(self, name: str):
        """What is asked in a field; None where nothing is, or nothing that can be."""
        return self.cleaned_data.get(name) or None

    def words(self) -> list[str]:
        """The filters that hold, in words: "Tình trạng: hết thời kỳ"."""
        told = []
        for name, field in self.fields.items():
            if (value := self.value(name)) and not isinstance(field.widget, forms.HiddenInput):
                label = self._labels(field).get(str(value), value)
                told.append(f"{field.label}: {label}")
        return told

    @staticmethod
    def _labels(field) -> dict[str, str]:
        labels = {}
        for value, label in getattr(field, "choices", ()):
            labels |= dict(label) if isinstance(label, list) else {value: label}
        return labels


def choice(label: str, choices=(), any_label: str = "Tất cả") -> forms.ChoiceField:
    """A field of which one value or none is chosen."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", any_label), *choices],
        error_messages={"invalid_choice": CHOICE_ERROR},
    )


def words_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={
            "max_length": "Hãy rút ngắn còn 200 ký tự.",
            "null_characters_not_allowed": "Có ký tự không đọc được; hãy nhập lại.",
        },
    )


class PlanListForm(ListForm):
    """Filters and order of the list of plans."""

    province = choice("Tỉnh, thành phố")
    programme = choice("Chương trình")
    year = forms.IntegerField(
        label="Năm thuộc thời kỳ",
        required=False,
        min_value=1900,
        max_value=2100,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Hãy nhập năm bằng bốn chữ số, ví dụ 2018."
        ),
    )
    status = choice("Tình trạng", STATUSES.items())
    sort = forms.ChoiceField(
        required=False,
        choices=[(sign + column.key, "") for column in PLAN_COLUMNS for sign in ("", "-")],
        widget=forms.HiddenInput,
    )

    def __init__(self, data, versions: QuerySet[PlanVersion]):
        programmes = Programme.objects.values_list("number", "number")
        super().__init__(data, province=_province_groups(versions), programme=programmes)

    @property
    def order(self) -> str:
        return self.value("sort") or "province"

    def chosen(self, versions: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
        """The versions that fit what is asked."""
        if slug := self.value("province"):
            versions = versions.filter(_in_province(slug))
        if programme := self.value("programme"):
            versions = versions.filter(plan__programme__number=programme)
        if year := self.value("year"):
            versions = versions.filter(period_start__lte=year, period_end__gte=year)
        if status := self.value("status"):
            versions = versions.filter(_with_status(status, clock.today()))
        return versions


def _province_groups(versions: QuerySet[PlanVersion]) -> list:
    """Provinces with plans, as they were and by the province of today."""
    ids = versions.order_by().values("province")
    issuing = list(Province.objects.filter(pk__in=ids).select_related("successor"))
    today = clock.today()
    now = {province.today.pk: province.today for province in issuing}
    return [
        (
            "Tỉnh đã ban hành",
            [(province.slug, _last_own_name(province)) for province in issuing],
        ),
        (
            "Tỉnh phụ trách hiện nay",
            [
                (f"{NOW}{province.slug}", f"{province.name_on(today)} (gồm tỉnh nhập vào)")
                for province in sorted(now.values(), key=lambda one: one.sort_key)
            ],
        ),
    ]


def _last_own_name(province: Province) -> str:
    return str(province.name_on(province.ended_on or clock.today()))


def _in_province(slug: str) -> Q:
    if slug.startswith(NOW):
        slug = slug.removeprefix(NOW)
        return Q(province__successor__slug=slug) | Q(province__slug=slug)
    return Q(province__slug=slug)


def _with_status(status: str, today: date) -> Q:
    over = Q(period_end__lt=today.year)
    draft, closed = Q(status__in=UNISSUED), Q(status=VersionStatus.CLOSED)
    running = ~draft & ~closed
    return {DRAFT: draft, ENDED: closed, OVER: running & over, IN_FORCE: running & ~over}[status]


class AgencyListForm(ListForm):
    """Filters of the directory."""

    q = words_field("Tên hoặc cách viết")
    province = choice("Tỉnh, thành phố")
    kind = choice("Loại", AgencyKind.choices)
    existing = choice("Hiện nay", [("yes", "đang hoạt động"), ("no", "đã kết thúc")])

    def __init__(self, data, agencies: QuerySet[Agency]):
        provinces = Province.objects.filter(pk__in=agencies.order_by().values("province"))
        named = [(province.slug, _last_own_name(province)) for province in provinces]
        super().__init__(data, province=[(NATIONAL, "Trung ương"), *named])

    def chosen(self, agencies: QuerySet[Agency]) -> QuerySet[Agency]:
        """The agencies that fit what is asked."""
        if (asked := self.value("q")) and (query := search_query(asked)):
            agencies = agencies.filter(search_vector=query)
        if slug := self.value("province"):
            agencies = agencies.filter(province__slug=None if slug == NATIONAL else slug)
        if kind := self.value("kind"):
            agencies = agencies.filter(kind=kind)
        if existing := self.value("existing"):
            today = clock.today()
            agencies = agencies.existing_on(today) if existing == "yes" else agencies.ended_before(today)
        return agencies


class CatalogueListForm(ListForm):
    """Filters of a list of the catalogue."""

    state = choice("Hiệu lực", [("valid", "đang có hiệu lực"), ("coming", "chưa có"), ("ended", "đã hết")])

    def chosen(self, entries: CatalogueQuerySet) -> CatalogueQuerySet:
        """The entries that fit what is asked, on the business date."""
        today = clock.today()
        match self.value("state"):
            case "valid":
                return entries.valid_on(today)
            case "coming":
                return entries.coming_on(today)
            case "ended":
                return entries.ended_before(today)
        return entries


class ProgrammeEntriesForm(CatalogueListForm):
    """Filters of a list whose entries each belong to a programme."""

    programme = choice("Chương trình")
    field_order = ("programme",)

    def __init__(self, data):
        super().__init__(data, programme=Programme.objects.values_list("number", "number"))

    def chosen(self, entries: CatalogueQuerySet) -> CatalogueQuerySet:
        """As above."""
        if number := self.value("programme"):
            entries = entries.filter(programme__number=number)
        return super().chosen(entries)


class PeopleListForm(ListForm):
    """Filters of the list of people, for administrators."""

    q = words_field("Họ tên hoặc thư điện tử")
    role = choice("Vai trò", Role.choices)
    state = choice("Tình trạng", STATES_OF_PEOPLE.items())

    def chosen(self, people: QuerySet[User], administrator: User) -> QuerySet[User]:
        """The people who fit what is asked, as far as the administrator sees their memberships."""
        memberships = Membership.objects.administered_by(administrator).active().filter(user=OuterRef("pk"))
        if asked := self.value("q"):
            people = people.annotate(
                plain=Unaccented(Concat("full_name", Value(" "), "email", output_field=TextField()))
            )
            for word in unaccented(asked).split():
                people = people.filter(plain__contains=word)
        if role := self.value("role"):
            people = people.filter(Exists(memberships.filter(role=role)))
        if state := self.value("state"):
            people = people.filter(_in_state(state, Exists(memberships)))
        return people


def _in_state(state: str, is_member: Exists) -> Q:
    return {
        ACTIVE: Q(is_member, is_active=True),
        LEFT: Q(~is_member, is_active=True),
        CLOSED: Q(is_active=False),
        NEVER: Q(last_login=None, is_active=True),
    }[state]
