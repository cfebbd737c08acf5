"""Reporting years and who owes reports in them, over the API: read-only, sample years marked."""

import django_filters as filters
from rest_framework import mixins, serializers, viewsets

from core import clock
from portal.api.filters import YearFilter
from portal.api.serializers import SAMPLE
from reporting.enums import ObligationBasis, ObligationState, ObligorKind
from reporting.models import Obligation, ReportingYear


class ReportingYearSerializer(serializers.ModelSerializer):
    plan = serializers.CharField(source="plan.slug")
    province = serializers.CharField(source="province.slug")
    version = serializers.IntegerField(
        source="version.number", allow_null=True, default=None, help_text="Bản kế hoạch mà báo cáo trả lời"
    )
    is_open = serializers.BooleanField(help_text="Đã mở; khi khóa vẫn là đã mở")
    is_locked = serializers.BooleanField(help_text="Đang khóa: không gì bên dưới thay đổi")
    is_sample = serializers.BooleanField(help_text=SAMPLE)

    class Meta:
        model = ReportingYear
        fields = ("plan", "province", "year", "version", "is_sample", "is_open", "opened_at", "opens_on", "data_until",
                  "is_locked", "locked_at", "lock_reason")  # fmt: skip


class ObligationSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    plan = serializers.CharField(source="year.plan.slug")
    province = serializers.CharField(source="province.slug")
    year = serializers.IntegerField(source="year.year")
    is_sample = serializers.BooleanField(source="year.is_sample", help_text=SAMPLE)
    agency = serializers.UUIDField(source="agency.public_id")
    agency_name = serializers.CharField(source="agency.name")
    obligor = serializers.ChoiceField(
        ObligorKind.choices,
        source="kind",
        allow_blank=True,
        help_text="Đối tượng mà điều khoản nêu; trống: không theo điều khoản",
    )
    before = serializers.DateField(allow_null=True, help_text="Ngày đầu tiên là muộn; null: không in ngày")
    last_day = serializers.DateField(allow_null=True, help_text="Ngày cuối cùng còn đúng hạn")
    days_left = serializers.SerializerMethodField(
        help_text="Số ngày từ hôm nay đến ngày cuối; số âm: đã qua; null: không in ngày hoặc đã nhận"
    )
    is_late = serializers.BooleanField(help_text="Nhận muộn, hoặc chưa nhận mà đã quá hạn")

    class Meta:
        model = Obligation
        fields = ("id", "plan", "province", "year", "is_sample", "agency", "agency_name", "basis", "obligor", "clause",
                  "reason", "before", "last_day", "days_left", "state", "is_late", "is_paper", "first_received_at",
                  "last_received_at")  # fmt: skip

    def get_days_left(self, obligation) -> int | None:
        if obligation.before is None or obligation.first_received_at:
            return None
        return (obligation.last_day - clock.today()).days


class ReportingYearFilter(filters.FilterSet):
    plan = filters.CharFilter("plan__slug", label="Mã kế hoạch")
    province = filters.CharFilter("province__slug", label="Tỉnh")
    year = YearFilter(label="Năm")
    is_sample = filters.BooleanFilter(label=SAMPLE)

    class Meta:
        model = ReportingYear
        fields = ()


class ObligationFilter(filters.FilterSet):
    plan = filters.CharFilter("year__plan__slug", label="Mã kế hoạch")
    province = filters.CharFilter("province__slug", label="Tỉnh")
    year = YearFilter("year__year", label="Năm")
    is_sample = filters.BooleanFilter("year__is_sample", label=SAMPLE)
    agency = filters.UUIDFilter("agency__public_id", label="Mã cơ quan")
    basis = filters.ChoiceFilter(choices=ObligationBasis.choices, label="Căn cứ")
    state = filters.ChoiceFilter(choices=ObligationState.choices, label="Tình trạng")

    class Meta:
        model = Obligation
        fields = ()


class ReportingYearViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Kỳ báo cáo của các kế hoạch; `is_sample`: số liệu mẫu, không cộng với số liệu thật."""

    serializer_class = ReportingYearSerializer
    filterset_class = ReportingYearFilter

    def get_queryset(self):
        years = ReportingYear.objects.visible_to(self.request.user).select_related(
            "plan", "province", "version"
        )
        return years.order_by("province__sort_key", "plan__slug", "year")


class ObligationViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Cơ quan phải báo cáo trong các kỳ: hạn, tình trạng, muộn; không kể nghĩa vụ đã thôi yêu cầu."""

    serializer_class = ObligationSerializer
    filterset_class = ObligationFilter

    def get_queryset(self):
        owed = Obligation.objects.visible_to(self.request.user).due()
        named = owed.select_related("year__plan", "province", "agency").defer(
            "agency__search_vector", "agency__search_text"
        )
        return named.order_by(
            "province__sort_key", "year__plan__slug", "year__year", "agency__sort_key", "pk"
        )
