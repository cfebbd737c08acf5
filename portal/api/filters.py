"""Filters of the API's lists."""

import django_filters as filters
from django import forms
from django.db.models import Q

from agencies.enums import AgencyKind
from agencies.models import Agency, Province
from core.search import search_query
from plans.enums import Component, VersionStatus
from plans.models import PlanVersion
from tasks.enums import PartyRole
from tasks.models import Task


class WordsFilter(filters.CharFilter):
    """Accent-blind: all the words asked stand in the row's search text."""

    def filter(self, queryset, value):
        query = search_query(value) if value else None
        return queryset.filter(search_vector=query) if query else queryset


class YearFilter(filters.NumberFilter):
    """A whole year of four digits; years stand in texts too, where 2 would mean all from 2000 on."""

    field_class = forms.IntegerField

    def __init__(self, *args, **options):
        super().__init__(*args, min_value=1900, max_value=2100, **options)


class PlanFilter(filters.FilterSet):
    province = filters.CharFilter("province__slug", label="Tỉnh ban hành")
    current_province = filters.CharFilter(method="in_current_province", label="Tỉnh phụ trách hiện nay")
    programme = filters.CharFilter("plan__programme__number", label="Số hiệu chương trình")
    year = YearFilter(method="covering", label="Năm thuộc thời kỳ kế hoạch")
    status = filters.ChoiceFilter(choices=VersionStatus.choices, label="Tình trạng")

    class Meta:
        model = PlanVersion
        fields = ()

    def in_current_province(self, queryset, name, value):
        return queryset.filter(
            Q(province__successor__slug=value) | Q(province__slug=value, province__successor__isnull=True)
        )

    def covering(self, queryset, name, value: int):
        return queryset.filter(period_start__lte=value, period_end__gte=value)


class TaskFilter(filters.FilterSet):
    plan = filters.CharFilter("version__plan__slug", label="Mã kế hoạch")
    province = filters.CharFilter("province__slug", label="Tỉnh")
    group = filters.CharFilter("group__key", label="Khóa nhóm nhiệm vụ")
    component = filters.ChoiceFilter(
        field_name="group__component", choices=Component.choices, label="Hợp phần"
    )
    agency = filters.UUIDFilter(method="of_agency", label="Mã cơ quan chủ trì hoặc phối hợp")
    role = filters.ChoiceFilter(method="in_role", choices=PartyRole.choices, label="Vai trò của cơ quan")
    year = YearFilter(method="running_in", label="Năm thực hiện")
    q = WordsFilter(label="Các từ cần tìm, không cần dấu")

    class Meta:
        model = Task
        fields = ()

    def of_agency(self, queryset, name, value):
        parties = {"parties__agency__public_id": value}
        if role := self.form.cleaned_data.get("role"):
            parties["parties__role"] = role
        return queryset.filter(**parties).distinct()

    def in_role(self, queryset, name, value):
        if self.form.cleaned_data.get("agency"):
            return queryset  # read together with the agency
        return queryset.filter(parties__role=value).distinct()

    def running_in(self, queryset, name, value: int):
        return queryset.running_in(value)


class AgencyFilter(filters.FilterSet):
    province = filters.CharFilter("province__slug", label="Tỉnh")
    slug = filters.CharFilter("slug", label="Mã trong tỉnh")
    kind = filters.ChoiceFilter(choices=AgencyKind.choices, label="Loại")
    q = WordsFilter(label="Các từ cần tìm, không cần dấu")

    class Meta:
        model = Agency
        fields = ()


class ProvinceFilter(filters.FilterSet):
    existing_on = filters.DateFilter(method="existing", label="Tồn tại vào ngày")
    successor = filters.CharFilter(method="inherited", label="Tỉnh hiện nay")

    class Meta:
        model = Province
        fields = ()

    def existing(self, queryset, name, value):
        return queryset.existing_on(value)

    def inherited(self, queryset, name, value):
        return queryset.filter(Q(successor__slug=value) | Q(slug=value))
