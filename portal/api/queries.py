"""What may be asked of the views that have no filter set; another value is refused, never ignored."""

from rest_framework import serializers
from rest_framework.request import Request

from budgets.findings import FindingCode
from portal.search import KINDS


class VersionQuery(serializers.Serializer):
    version = serializers.IntegerField(
        min_value=1, required=False, help_text="Số bản; mặc định là bản đang áp dụng"
    )


class FindingQuery(serializers.Serializer):
    plan = serializers.CharField(required=False, help_text="Mã kế hoạch")
    province = serializers.CharField(required=False, help_text="Tỉnh ban hành")
    code = serializers.ChoiceField(FindingCode.values, required=False, help_text="Mã sai lệch")
    severity = serializers.ChoiceField(["contradiction", "notice"], required=False)
    decided = serializers.BooleanField(required=False, allow_null=True, help_text="Đã có quyết định hay chưa")


class SearchQuery(serializers.Serializer):
    q = serializers.CharField(
        help_text="Các từ cần tìm",
        error_messages={"required": "Hãy nhập từ cần tìm.", "blank": "Hãy nhập từ cần tìm."},
    )
    kind = serializers.MultipleChoiceField(
        choices=[(kind.code, kind.label) for kind in KINDS], required=False
    )
    limit = serializers.IntegerField(min_value=0, default=50, help_text="Số kết quả mỗi loại, nhiều nhất 200")


def read_query(request: Request, query: type[serializers.Serializer]) -> dict:
    """What the address asks, checked; 400 with the reason for each value that cannot be."""
    form = query(data=request.query_params)
    form.is_valid(raise_exception=True)
    return form.validated_data
