"""The shape of list items in the API. The plan document has its own (portal.plan_document.schema)."""

from rest_framework import serializers

from agencies.models import Agency, AgencySuccession, Province
from core import clock
from plans.models import PlanVersion
from portal.plan_document.exporter import task_data
from tasks.models import Task


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
    version = serializers.IntegerField(source="number")

    class Meta:
        model = PlanVersion
        fields = ("slug", "province", "current_province", "programme", "title", "kind", "number", "issued_on",
                  "issuer", "period", "status", "version", "in_force_from")  # fmt: skip

    def get_number(self, version) -> str | None:
        return version.document_number or None

    def get_period(self, version) -> dict[str, int]:
        return {"start": version.period_start, "end": version.period_end}


class TaskSerializer(serializers.BaseSerializer):
    """A task as in the plan document, with where it stands."""

    def to_representation(self, task: Task) -> dict:
        return {
            "plan": task.version.plan.slug,
            "version": task.version.number,
            "province": task.province.slug,
            "group": task.group.key,
            "group_title": task.group.title,
            "component": task.group.component,
            "phase": task.group.phase.code if task.group.phase else None,
        } | task_data(task)


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
    printed = serializers.DecimalField(18, 6, allow_null=True, coerce_to_string=False, help_text="triệu đồng")
    printed_text = serializers.CharField(allow_null=True, help_text="số tiền bằng chữ như đã in")
    computed = serializers.DecimalField(18, 6, coerce_to_string=False, help_text="triệu đồng")
    computed_without_dn = serializers.DecimalField(18, 6, allow_null=True, coerce_to_string=False)
    agrees = serializers.BooleanField()


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


class SearchSerializer(serializers.Serializer):
    query = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    hits = HitSerializer(many=True)
