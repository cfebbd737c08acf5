"""The shape of list items in the API. The plan document has its own (portal.plan_document.schema)."""

from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.enums import AgencyKind
from agencies.models import Agency, AgencySuccession, Province
from budgets.sums import PlannedMoney
from core import clock
from core.numbers import dong_to_million
from plans.models import PlanVersion
from portal.plan_document.exporter import task_data
from portal.plan_document.schema import plain_number
from tasks.models import Task

SAMPLE = "Số liệu mẫu, dựng sẵn để thử cổng"


class Number(serializers.DecimalField):
    """A decimal answered as a JSON number with just the digits that it needs."""

    def __init__(self, **options):
        super().__init__(max_digits=24, decimal_places=6, coerce_to_string=False, **options)

    def to_representation(self, value) -> Decimal:
        return plain_number(Decimal(value))


@extend_schema_field({"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]})
class PartialYear(serializers.Field):
    """A year as a number, or a month of a year as text, as in the plan document."""

    def to_representation(self, value: str) -> int | str:
        return int(value) if value.isdecimal() else value


class ProvinceNameSerializer(serializers.Serializer):
    name = serializers.CharField()
    code = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    source = serializers.CharField()


class ProvinceSerializer(serializers.ModelSerializer):
    name = serializers.SerializerMethodField(help_text="Tên hiện nay, hoặc tên cuối cùng đã mang")
    code = serializers.SerializerMethodField(
        help_text="Mã hiện nay, hoặc mã cuối cùng; chỉ có nghĩa cùng danh mục"
    )
    successor = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    predecessors = serializers.SerializerMethodField()
    names = ProvinceNameSerializer(many=True)

    class Meta:
        model = Province
        fields = ("slug", "name", "code", "region", "ended_on", "successor", "predecessors", "names")

    def get_name(self, province) -> str:
        return province.name_on(clock.today()).name

    def get_code(self, province) -> str:
        return province.name_on(clock.today()).code

    def get_predecessors(self, province) -> list[str]:
        return sorted(predecessor.slug for predecessor in province.predecessors.all())


class SuccessionSerializer(serializers.ModelSerializer):
    agency = serializers.UUIDField(source="successor.public_id")
    name = serializers.CharField(source="successor.name")
    province = serializers.CharField(source="successor.province.slug", allow_null=True, default=None)

    class Meta:
        model = AgencySuccession
        fields = ("agency", "name", "province", "duty", "status", "source")


class AgencySerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    province = serializers.CharField(source="province.slug", allow_null=True, default=None)
    aliases = serializers.SlugRelatedField("text", many=True, read_only=True)
    successors = SuccessionSerializer(source="successions", many=True)

    class Meta:
        model = Agency
        fields = ("id", "slug", "name", "short_name", "kind", "province", "exists_from", "exists_to", "aliases",
                  "successors", "is_demo", "note")  # fmt: skip


class AgencyChangeSerializer(serializers.Serializer):
    """What may be changed of an agency. What the values have to be is checked by `agencies.services.directory`."""

    name = serializers.CharField(required=False, max_length=300)
    short_name = serializers.CharField(required=False, allow_blank=True, max_length=100)
    kind = serializers.ChoiceField(AgencyKind.choices, required=False)
    exists_from = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=40,
        help_text="Năm, tháng hoặc ngày: 2013, 10/2013, 24/10/2013",
    )
    exists_to = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=40,
        help_text="Năm, tháng hoặc ngày: 2013, 10/2013, 24/10/2013",
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)

    def to_internal_value(self, data):
        """A field that cannot be changed is refused, never ignored."""
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            raise serializers.ValidationError(
                {key: ["Không sửa được trường này."] for key in sorted(unknown)}
            )
        return super().to_internal_value(data)


class DifferenceSerializer(serializers.Serializer):
    field = serializers.CharField()
    mine = serializers.CharField(allow_blank=True, help_text="Giá trị vừa gửi")
    theirs = serializers.CharField(allow_blank=True, help_text="Giá trị hiện đã ghi")


class StaleSerializer(serializers.Serializer):
    """That somebody else was quicker, with both values of each field in question."""

    detail = serializers.CharField()
    etag = serializers.CharField(help_text="ETag của bản hiện đã ghi, để gửi lại trong If-Match")
    changed_by = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    differences = DifferenceSerializer(many=True)


class PlanSerializer(serializers.ModelSerializer):
    slug = serializers.CharField(source="plan.slug")
    province = serializers.CharField(source="province.slug")
    current_province = serializers.CharField(
        source="province.today.slug", help_text="Tỉnh phụ trách hiện nay"
    )
    programme = serializers.CharField(source="plan.programme.number")
    kind = serializers.CharField(source="document_kind")
    number = serializers.SerializerMethodField()
    period = serializers.SerializerMethodField()
    status_label = serializers.CharField(source="get_status_display", help_text="Tình trạng bằng lời")
    version = serializers.IntegerField(source="number")
    is_sample = serializers.BooleanField(source="plan.is_sample", help_text=SAMPLE)

    class Meta:
        model = PlanVersion
        fields = ("slug", "is_sample", "province", "current_province", "programme", "title", "kind", "number", "issued_on",
                  "issuer", "period", "status", "status_label", "version", "in_force_from")  # fmt: skip

    def get_number(self, version) -> str | None:
        return version.document_number or None

    def get_period(self, version) -> dict[str, int]:
        return {"start": version.period_start, "end": version.period_end}


class PartySerializer(serializers.Serializer):
    text = serializers.CharField()
    agency = serializers.SlugField(allow_null=True)


class TimeSerializer(serializers.Serializer):
    text = serializers.CharField(allow_null=True)
    start = PartialYear(allow_null=True, help_text="YYYY hoặc YYYY-MM")
    end = PartialYear(allow_null=True, help_text="YYYY hoặc YYYY-MM")
    every_year = serializers.BooleanField()


class OutputSerializer(serializers.Serializer):
    text = serializers.CharField()
    kind = serializers.CharField()
    quantity = Number()
    unit = serializers.CharField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    per_year = serializers.BooleanField()
    approximate = serializers.BooleanField()


class LineSerializer(serializers.Serializer):
    year = serializers.IntegerField(allow_null=True)
    sources = serializers.ListField(child=serializers.CharField())
    amount = Number(allow_null=True)
    quantity = Number(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    unit_price = Number(allow_null=True)


class TaskBudgetSerializer(serializers.Serializer):
    text = serializers.CharField(allow_null=True)
    total = Number(allow_null=True)
    sources = serializers.ListField(child=serializers.CharField())
    lines = LineSerializer(many=True)


class TaskSerializer(serializers.Serializer):
    """A task as in the plan document, with where it stands. Amounts in triệu đồng."""

    plan = serializers.CharField()
    version = serializers.IntegerField()
    is_sample = serializers.BooleanField(help_text=SAMPLE)
    province = serializers.CharField()
    group = serializers.CharField()
    group_title = serializers.CharField()
    component = serializers.CharField()
    phase = serializers.CharField(allow_null=True)
    key = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    action = serializers.CharField()
    contents = serializers.ListField(child=serializers.CharField())
    expected_results = serializers.ListField(child=serializers.CharField())
    outputs = OutputSerializer(many=True)
    lead = PartySerializer(many=True)
    coordinating = PartySerializer(many=True)
    time = TimeSerializer()
    budget = TaskBudgetSerializer(allow_null=True)
    note = serializers.CharField(allow_null=True)

    def to_representation(self, task: Task) -> dict:
        where = {
            "plan": task.version.plan.slug,
            "version": task.version.number,
            "is_sample": task.version.plan.is_sample,
            "province": task.province.slug,
            "group": task.group.key,
            "group_title": task.group.title,
            "component": task.group.component,
            "phase": task.group.phase.code if task.group.phase else None,
        }
        return super().to_representation(where | task_data(task))


class DecisionSerializer(serializers.Serializer):
    plan = serializers.SlugField(help_text="Mã kế hoạch")
    key = serializers.CharField(max_length=300, help_text="Khóa của sai lệch")
    text = serializers.CharField(max_length=4000, help_text="Ghi chú quyết định")


class FindingDecisionSerializer(serializers.Serializer):
    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    version = serializers.IntegerField()
    outdated = serializers.BooleanField(help_text="Số liệu đã khác lúc ghi quyết định")


class FindingSerializer(serializers.Serializer):
    plan = serializers.CharField()
    is_sample = serializers.BooleanField(help_text=SAMPLE)
    province = serializers.CharField()
    key = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.ChoiceField(["contradiction", "notice"])
    where = serializers.CharField()
    printed = serializers.CharField()
    computed = serializers.CharField()
    note = serializers.CharField()
    decision = FindingDecisionSerializer(allow_null=True)


class TotalCheckSerializer(serializers.Serializer):
    place = serializers.CharField()
    where = serializers.CharField()
    printed = Number(allow_null=True, help_text="triệu đồng")
    printed_text = serializers.CharField(allow_null=True, help_text="số tiền bằng chữ như đã in")
    computed = Number(help_text="triệu đồng")
    computed_without_dn = Number(allow_null=True, help_text="triệu đồng, không kể doanh nghiệp")
    agrees = serializers.BooleanField()


class SourcesAmountSerializer(serializers.Serializer):
    sources = serializers.ListField(child=serializers.CharField(), help_text="Nhiều nguồn: chưa tách")
    amount = Number(help_text="triệu đồng")


class GroupMoneySerializer(serializers.Serializer):
    group = serializers.CharField()
    title = serializers.CharField()
    component = serializers.CharField()
    amounts = SourcesAmountSerializer(many=True)
    total = Number(allow_null=True, help_text="triệu đồng; null: chưa rõ")


class YearAmountSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    amount = Number(help_text="triệu đồng")


class MoneySerializer(serializers.Serializer):
    """Planned money added up: by group and source, by source, by year."""

    basis = serializers.ChoiceField(["tasks", "table"], allow_null=True)
    table = serializers.CharField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    groups = GroupMoneySerializer(many=True)
    by_sources = SourcesAmountSerializer(many=True)
    by_year = YearAmountSerializer(many=True)
    total = Number(allow_null=True, help_text="triệu đồng, cộng mọi nguồn")
    published_total = Number(allow_null=True, help_text="triệu đồng, tổng mà văn bản in")

    def to_representation(self, money: PlannedMoney) -> dict:
        return super().to_representation(
            {
                "basis": money.basis,
                "table": money.table.key if money.table else None,
                "year": money.year,
                "groups": [
                    {
                        "group": part.group.key,
                        "title": part.group.title,
                        "component": part.group.component,
                        "amounts": _amounts(part.amounts),
                        "total": _million(part.total),
                    }
                    for part in money.groups
                ],
                "by_sources": _amounts(money.by_sources),
                "by_year": [
                    {"year": year, "amount": _million(amount)} for year, amount in money.by_year.items()
                ],
                "total": _million(money.total),
                "published_total": _million(money.published),
            }
        )


def _amounts(amounts: dict[tuple[str, ...], int]) -> list[dict]:
    return [{"sources": list(sources), "amount": _million(amount)} for sources, amount in amounts.items()]


def _million(dong: int | None) -> Decimal | None:
    return None if dong is None else dong_to_million(dong)


class ExcerptSerializer(serializers.Serializer):
    before = serializers.CharField()
    hit = serializers.CharField()
    after = serializers.CharField()


class HitSerializer(serializers.Serializer):
    kind = serializers.CharField()
    plan = serializers.CharField(allow_null=True)
    province = serializers.CharField(allow_null=True)
    key = serializers.CharField()
    where = serializers.CharField()
    excerpt = ExcerptSerializer()
    is_sample = serializers.BooleanField(help_text=SAMPLE)


class SearchSerializer(serializers.Serializer):
    query = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    hits = HitSerializer(many=True)
