"""The views of the API: load, authorise, call one selector or service, answer."""

from django.core.exceptions import ValidationError as RuleViolation
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404 as found_or_404  # also for an id that cannot be
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.models import Agency, Province
from agencies.services import EDITABLE, can_edit_agency, change_agency
from budgets.findings import findings_of_all, total_checks
from budgets.selectors import with_content
from budgets.services import note_decision
from budgets.sums import planned_money
from core.editing import StaleWriteError
from core.numbers import dong_to_million
from plans.models import PlanVersion
from portal.api import filters, serializers
from portal.api.openapi import PlanAnswer
from portal.api.queries import FindingQuery, SearchQuery, VersionQuery, read_query
from portal.api.revisions import ETAG, IF_MATCH, revision_seen, stale_answer, with_tag
from portal.plan_document.exporter import export_document, with_document
from portal.search import search
from tasks.models import Party, Task


class PlanViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Kế hoạch của các tỉnh: danh sách và văn bản đầy đủ."""

    serializer_class = serializers.PlanSerializer
    filterset_class = filters.PlanFilter
    lookup_field = "plan__slug"
    lookup_url_kwarg = "slug"

    def get_queryset(self):
        versions = PlanVersion.objects.current().visible_to(self.request.user)
        related = versions.select_related("plan__programme", "province__successor")
        return related.order_by("province__sort_key", "plan__slug")

    @extend_schema(responses=PlanAnswer, parameters=[VersionQuery])
    def retrieve(self, request: Request, slug: str) -> Response:
        """Văn bản kế hoạch đầy đủ, kèm sai lệch."""
        return Response(export_document(self._version(with_document, slug)))

    @extend_schema(
        responses=serializers.TotalCheckSerializer(many=True), parameters=[VersionQuery], filters=False
    )
    @action(detail=True, pagination_class=None)
    def totals(self, request: Request, slug: str) -> Response:
        """Mọi tổng đã in, đặt cạnh tổng tính được, kể cả khi khớp."""
        checks = [_check_data(check) for check in total_checks(self._version(with_content, slug))]
        return Response(serializers.TotalCheckSerializer(checks, many=True).data)

    @extend_schema(responses=serializers.MoneySerializer, parameters=[VersionQuery], filters=False)
    @action(detail=True, pagination_class=None)
    def money(self, request: Request, slug: str) -> Response:
        """Kinh phí dự kiến, cộng theo nhóm và nguồn, theo nguồn, theo năm; triệu đồng."""
        return Response(serializers.MoneySerializer(planned_money(self._version(with_content, slug))).data)

    def _version(self, loaded, slug: str) -> PlanVersion:
        versions = PlanVersion.objects.visible_to(self.request.user).filter(plan__slug=slug)
        number = read_query(self.request, VersionQuery).get("version")
        versions = versions.filter(number=number) if number else versions.current()
        return get_object_or_404(loaded(versions))


def _check_data(check) -> dict:
    return {
        "place": check.place,
        "where": check.where,
        "printed": None if check.printed is None else dong_to_million(check.printed),
        "printed_text": check.printed_text or None,
        "computed": dong_to_million(check.computed),
        "computed_without_dn": None if check.without_dn is None else dong_to_million(check.without_dn),
        "agrees": check.agrees,
    }


class TaskViewSet(viewsets.ReadOnlyModelViewSet):
    """Nhiệm vụ của các kế hoạch đang áp dụng."""

    serializer_class = serializers.TaskSerializer
    filterset_class = filters.TaskFilter

    def get_queryset(self):
        tasks = Task.objects.current().visible_to(self.request.user)
        parties = Party.objects.select_related("agency")
        return (
            tasks.select_related("version__plan", "province", "group__phase", "budget")
            .prefetch_related(Prefetch("parties", parties), "outputs__kind", "budget__lines")
            .order_by("province__sort_key", "version", "group__position", "position")
        )

    @extend_schema(responses=serializers.TaskSerializer)
    def retrieve(self, request: Request, plan: str, key: str) -> Response:
        """Một nhiệm vụ, theo mã kế hoạch và khóa."""
        task = get_object_or_404(self.get_queryset(), version__plan__slug=plan, key=key)
        return Response(self.get_serializer(task).data)


class AgencyViewSet(viewsets.ReadOnlyModelViewSet):
    """Danh bạ cơ quan, đơn vị, kèm cách viết khác và đơn vị kế thừa."""

    serializer_class = serializers.AgencySerializer
    filterset_class = filters.AgencyFilter
    lookup_field = "public_id"
    lookup_url_kwarg = "id"

    def get_queryset(self):
        agencies = Agency.objects.visible_to(self.request.user).select_related("province")
        return agencies.prefetch_related("aliases", "successions__successor__province")

    @extend_schema(parameters=[ETAG])
    def retrieve(self, request: Request, *args, **kwargs) -> Response:
        """Một cơ quan, đơn vị."""
        agency = self.get_object()
        return with_tag(Response(self.get_serializer(agency).data), agency)

    @extend_schema(
        request=serializers.AgencyChangeSerializer,
        responses={200: serializers.AgencySerializer, 412: serializers.StaleSerializer},
        parameters=[IF_MATCH, ETAG],
    )
    def partial_update(self, request: Request, *args, **kwargs) -> Response:
        """Sửa cơ quan của tỉnh mình; quản trị cổng sửa mọi cơ quan."""
        agency = found_or_404(self.get_queryset().own_of(request.user), public_id=kwargs["id"])
        if not can_edit_agency(request.user, agency):
            raise PermissionDenied
        revision = revision_seen(request)
        form = serializers.AgencyChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            change_agency(agency, revision=revision, by=request.user, **form.validated_data)
        except RuleViolation as error:
            raise ValidationError(error.message_dict) from None
        except StaleWriteError as error:
            return stale_answer(error, EDITABLE)
        return with_tag(Response(self.get_serializer(agency).data), agency)


class ProvinceViewSet(viewsets.ReadOnlyModelViewSet):
    """Tỉnh, thành phố: tên và mã theo thời gian, tỉnh kế thừa."""

    serializer_class = serializers.ProvinceSerializer
    filterset_class = filters.ProvinceFilter
    queryset = Province.objects.select_related("successor").prefetch_related("names", "predecessors")
    lookup_field = "slug"


class FindingViewSet(viewsets.GenericViewSet):
    """Sai lệch của các kế hoạch đang áp dụng, tính từ dữ liệu."""

    serializer_class = serializers.FindingSerializer
    filter_backends = ()
    lookup_field = "plan"
    lookup_value_regex = "[a-z0-9-]+"
    paginator: BasePagination

    @extend_schema(parameters=[FindingQuery])
    def list(self, request: Request) -> Response:
        """Danh sách sai lệch."""
        asked = read_query(request, FindingQuery)
        versions = (
            PlanVersion.objects.current()
            .visible_to(request.user)
            .order_by("province__sort_key", "plan__slug")
        )
        if plan := asked.get("plan"):
            versions = versions.filter(plan__slug=plan)
        if province := asked.get("province"):
            versions = versions.filter(province__slug=province)
        versions = list(with_content(versions))
        found = findings_of_all(versions)
        rows = [_finding_data(version, finding) for version in versions for finding in found[version.pk]]
        page = self.paginate_queryset([row for row in rows if _asked_for(row, asked)])
        return self.get_paginated_response(page)

    @extend_schema(request=serializers.DecisionSerializer, responses={201: serializers.FindingSerializer})
    @action(detail=False, methods=["post"], serializer_class=serializers.DecisionSerializer)
    def decisions(self, request: Request) -> Response:
        """Ghi quyết định về một sai lệch. Không số liệu nào bị sửa."""
        form = self.get_serializer(data=request.data if isinstance(request.data, dict) else {})
        form.is_valid(raise_exception=True)
        versions = PlanVersion.objects.current().visible_to(request.user)
        version = get_object_or_404(with_content(versions), plan__slug=form.validated_data["plan"])
        try:
            finding = note_decision(
                version, form.validated_data["key"], by=request.user, text=form.validated_data["text"]
            )
        except RuleViolation as error:
            raise ValidationError(error.message_dict) from None
        return Response(_finding_data(version, finding), status=201)


def _finding_data(version: PlanVersion, finding) -> dict:
    about = {
        "plan": version.plan.slug,
        "is_sample": version.plan.is_sample,
        "province": version.plan.province.slug,
    }
    return about | finding.as_data()


def _asked_for(row: dict, asked: dict) -> bool:
    return (
        asked.get("code") in (None, row["code"])
        and asked.get("severity") in (None, row["severity"])
        and asked.get("decided") in (None, row["decision"] is not None)
    )


class SearchView(APIView):
    """Tìm trong nhiệm vụ, mục, trách nhiệm, mục tiêu và danh bạ; không cần dấu."""

    @extend_schema(responses=serializers.SearchSerializer, parameters=[SearchQuery])
    def get(self, request: Request) -> Response:
        asked = read_query(request, SearchQuery)
        kinds = frozenset(asked.get("kind", ())) or None
        result = search(request.user, asked["q"][:500], kinds=kinds, limit=asked["limit"])
        return Response(serializers.SearchSerializer(result).data)


class SchemaView(SpectacularAPIView):
    """Mô tả của API. The title of the API is no file name: headers have no Vietnamese letters."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args, **kwargs) -> Response:
        response = super().get(request, *args, **kwargs)
        response["Content-Disposition"] = f'inline; filename="openapi.{request.accepted_renderer.format}"'
        return response


class DocsView(SpectacularSwaggerSplitView):
    """Trang mô tả API. Its script comes by itself (?script=): the page's policy lets none run that stands in it."""

    template_name = "api/docs.html"
    http_method_names = ("get", "head")


class UnknownView(APIView):
    """Every other address below the API: refused as the API refuses, not as a page."""

    schema = None

    def refuse(self, request: Request, *args, **kwargs) -> Response:
        raise NotFound("API không có địa chỉ này. Mỗi địa chỉ kết thúc bằng dấu /; xem /api/v1/docs/.")

    get = post = put = patch = delete = refuse
