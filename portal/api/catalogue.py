"""The ministry's catalogue over the API: read-only lists, with validity and source."""

import django_filters as filters
from rest_framework import mixins, serializers, viewsets

from plans.enums import Component
from plans.models import Indicator, NationalTarget, OutputKind, Programme, ProgrammeComponent
from portal.api.serializers import Number

VALIDITY = ("valid_from", "valid_to", "source")


class EntrySerializer(serializers.ModelSerializer):
    """What every entry has: its id; from which day to which it holds, both counted; where it was taken from."""

    id = serializers.UUIDField(source="public_id")


class ProgrammeSerializer(EntrySerializer):
    class Meta:
        model = Programme
        fields = ("id", "number", "title", "issuer", "issued_on", "period_start", "period_end", *VALIDITY)


class ProgrammeComponentSerializer(EntrySerializer):
    programme = serializers.CharField(source="programme.number")
    code = serializers.ChoiceField(Component.choices, help_text="Hợp phần để so sánh, như trong kế hoạch")

    class Meta:
        model = ProgrammeComponent
        fields = ("id", "programme", "code", "name", "description", *VALIDITY)


class IndicatorSerializer(EntrySerializer):
    class Meta:
        model = Indicator
        fields = ("id", "code", "name", "short_name", "unit", "numerator", "denominator", "description",
                  *VALIDITY)  # fmt: skip


class OutputKindSerializer(EntrySerializer):
    class Meta:
        model = OutputKind
        fields = ("id", "code", "name", "unit", "definition", *VALIDITY)


class NationalTargetSerializer(EntrySerializer):
    programme = serializers.CharField(source="programme.number")
    indicator = serializers.CharField(source="indicator.code")
    minimum = Number(allow_null=True)
    maximum = Number(allow_null=True, help_text="Bằng minimum khi chỉ có một con số")

    class Meta:
        model = NationalTarget
        fields = ("id", "programme", "indicator", "period_start", "period_end", "minimum", "maximum", "unit",
                  "population", *VALIDITY)  # fmt: skip


class EntryFilter(filters.FilterSet):
    valid_on = filters.DateFilter(method="valid", label="Có hiệu lực vào ngày")

    def valid(self, queryset, name, value):
        return queryset.valid_on(value)


class CodedFilter(EntryFilter):
    code = filters.CharFilter("code", label="Mã")


class OfProgrammeFilter(EntryFilter):
    programme = filters.CharFilter("programme__number", label="Số hiệu chương trình")


class ComponentFilter(OfProgrammeFilter):
    code = filters.ChoiceFilter(field_name="code", choices=Component.choices, label="Hợp phần để so sánh")


class NationalTargetFilter(OfProgrammeFilter):
    indicator = filters.CharFilter("indicator__code", label="Mã chỉ tiêu")


class ProgrammeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Chương trình, chiến lược mà kế hoạch các tỉnh triển khai."""

    queryset = Programme.objects.all()
    serializer_class = ProgrammeSerializer
    filterset_class = EntryFilter


class ComponentViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Hợp phần của từng chương trình."""

    queryset = ProgrammeComponent.objects.select_related("programme")
    serializer_class = ProgrammeComponentSerializer
    filterset_class = ComponentFilter


class IndicatorViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Chỉ tiêu: tử số, mẫu số, đơn vị, lưu ý khi so sánh."""

    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer
    filterset_class = CodedFilter


class OutputKindViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Loại kết quả đếm được của nhiệm vụ."""

    queryset = OutputKind.objects.all()
    serializer_class = OutputKindSerializer
    filterset_class = CodedFilter


class NationalTargetViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Mục tiêu quốc gia; không dùng để xếp hạng các tỉnh."""

    queryset = NationalTarget.objects.select_related("programme", "indicator")
    serializer_class = NationalTargetSerializer
    filterset_class = NationalTargetFilter
