"""The provinces' consolidated reports over the API, as they were sent: read-only, every table typed, sample years marked."""

from datetime import date
from decimal import Decimal

import django_filters as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from portal.api.filters import YearFilter
from portal.api.serializers import SAMPLE
from portal.plan_document.schema import plain_number
from reporting.documents import consolidated_report
from reporting.enums import ConsolidationKind, ConsolidationStatus
from reporting.models import Consolidation
from reporting.renderers.sheet_layout import cells_of


@extend_schema_field({"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]})
class PlainValue(serializers.Field):
    """A number, a text, or nothing; a day as ISO 8601."""

    def __init__(self, **options):
        super().__init__(allow_null=True, **options)

    def to_representation(self, value):
        if isinstance(value, date):
            return value.isoformat()
        return plain_number(value) if isinstance(value, Decimal) else value


class CellSerializer(serializers.Serializer):
    value = PlainValue(
        help_text="Chữ thay cho số chưa biết (“chưa rõ”, “không ghi”) có unknown là true; null: ô trống"
    )
    unknown = serializers.BooleanField()
    span = serializers.IntegerField(help_text="Số cột mà ô chiếm")
    rowspan = serializers.IntegerField(help_text="Số dòng mà ô chiếm")


class RowSerializer(serializers.Serializer):
    style = serializers.ChoiceField(["plain", "phase", "group", "total", "computed", "note"])
    cells = serializers.SerializerMethodField(
        help_text="Từ trái sang; chỗ bị ô phía trên chiếm thì không có ô"
    )

    @extend_schema_field(CellSerializer(many=True))
    def get_cells(self, row):
        return CellSerializer(cells_of(row), many=True).data


class ColumnSerializer(serializers.Serializer):
    title = serializers.CharField()
    kind = serializers.CharField(help_text="text, number, money (triệu đồng), year, date")


class TableSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.ListField(child=serializers.CharField())
    unit = serializers.CharField(allow_blank=True)
    columns = ColumnSerializer(many=True)
    rows = RowSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class SentReportSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    plan = serializers.CharField(source="year.plan.slug")
    plan_version = serializers.IntegerField(
        source="version.number", help_text="Bản kế hoạch mà báo cáo trả lời"
    )
    province = serializers.CharField(source="province.slug")
    kind = serializers.ChoiceField(ConsolidationKind.choices, help_text="Của một năm, hay của một giai đoạn")
    from_year = serializers.IntegerField(
        allow_null=True, help_text="Năm đầu của giai đoạn; null: báo cáo của một năm"
    )
    year = serializers.IntegerField(source="year.year", help_text="Năm, hoặc năm cuối của giai đoạn")
    is_sample = serializers.BooleanField(source="year.is_sample", help_text=SAMPLE)
    number = serializers.IntegerField(help_text="Bản số; bản sau thay bản trước")
    receipt_number = serializers.CharField(help_text="Số gửi")
    digest = serializers.CharField(help_text="SHA-256 của nội dung đã gửi")
    outdated_at = serializers.DateTimeField(
        allow_null=True, help_text="Từ lúc nào số liệu đã thay đổi sau khi gửi; null: chưa"
    )

    class Meta:
        model = Consolidation
        fields = ("id", "plan", "plan_version", "province", "kind", "from_year", "year", "is_sample", "number",
                  "receipt_number", "sent_at", "digest", "outdated_at")  # fmt: skip


class SentTablesSerializer(SentReportSerializer):
    subject = serializers.CharField(source="report.subject", help_text="Trích yếu")
    tables = TableSerializer(source="report.tables", many=True)
    definitions = TableSerializer(source="report.definitions", help_text="Cách đọc các bảng")
    unknowns = TableSerializer(source="report.unknowns", help_text="Số liệu chưa rõ")

    class Meta(SentReportSerializer.Meta):
        fields = (*SentReportSerializer.Meta.fields, "subject", "tables", "definitions", "unknowns")


class SentReportFilter(filters.FilterSet):
    plan = filters.CharFilter("year__plan__slug", label="Mã kế hoạch")
    province = filters.CharFilter("province__slug", label="Tỉnh")
    kind = filters.ChoiceFilter(choices=ConsolidationKind.choices, label="Loại báo cáo")
    year = YearFilter("year__year", label="Năm, hoặc năm cuối của giai đoạn")
    is_sample = filters.BooleanFilter("year__is_sample", label=SAMPLE)

    class Meta:
        model = Consolidation
        fields = ()


class SentReportViewSet(viewsets.ReadOnlyModelViewSet):
    """Báo cáo tổng hợp năm, sơ kết, tổng kết mà các tỉnh đã gửi. `kind`: số liệu của giai đoạn gồm số liệu của các năm, không
    cộng với nhau; `is_sample`: số liệu mẫu, không cộng với số liệu thật."""

    serializer_class = SentReportSerializer
    filterset_class = SentReportFilter
    lookup_field = "public_id"
    lookup_url_kwarg = "id"

    def get_serializer_class(self):
        return SentTablesSerializer if self.action == "retrieve" else SentReportSerializer

    def get_queryset(self):
        sent = Consolidation.objects.visible_to(self.request.user).filter(status=ConsolidationStatus.SENT)
        named = sent.select_related("year__plan", "province", "version")
        if self.action == "list":
            named = named.defer("contents")
        return named.order_by("province__sort_key", "year__plan__slug", "year__year", "kind", "-number")

    def get_object(self):
        found = super().get_object()
        found.report = consolidated_report(found)
        return found
