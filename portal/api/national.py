"""The national report's figures over the API: read-only, for the ministry, the tables that page and workbook print."""

from datetime import date
from decimal import Decimal

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from plans.enums import Component
from portal.api.queries import read_query
from portal.api.serializers import SAMPLE
from portal.national.choice import NationalChoice
from portal.plan_document.schema import plain_number
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.tables import KEYS, all_tables
from reporting.builders.national.words import BORDERS
from reporting.contents.workbook import Sheet
from reporting.permissions import can_read_national
from reporting.renderers.sheet_layout import cells_of, shown_as


class NationalQuery(serializers.Serializer):
    year = serializers.IntegerField(
        required=False, help_text="Năm; mặc định là năm mới nhất có báo cáo tổng hợp đã gửi"
    )
    programme = serializers.CharField(required=False, help_text="Số của chương trình: 1419/QĐ-TTg")
    region = serializers.CharField(required=False, help_text="Vùng, dùng đến 30/06/2025")
    component = serializers.ChoiceField(Component.values, required=False, help_text="Hợp phần")
    province = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Tỉnh ban hành kế hoạch; lặp lại cho nhiều tỉnh",
    )
    borders = serializers.ChoiceField(
        list(BORDERS), default="34", help_text="Địa giới 34 hay 63 tỉnh, thành phố"
    )
    table = serializers.ChoiceField(KEYS, required=False, help_text="Chỉ một bảng")


class NationalCellSerializer(serializers.Serializer):
    text = serializers.CharField(help_text="Như trang in")
    value = serializers.SerializerMethodField(
        help_text="Số, ngày hoặc chữ; null: chưa rõ hoặc trống, không phải là 0"
    )
    is_unknown = serializers.BooleanField(help_text="Chữ đứng ở chỗ của số chưa biết")

    @extend_schema_field({"type": ["number", "string", "null"]})
    def get_value(self, cell):
        return cell["value"]


class NationalColumnSerializer(serializers.Serializer):
    title = serializers.CharField()
    type = serializers.ChoiceField(["text", "number", "money", "year", "date"], help_text="money: triệu đồng")


class NationalRowSerializer(serializers.Serializer):
    is_total = serializers.BooleanField()
    cells = NationalCellSerializer(many=True)


class NationalTableSerializer(serializers.Serializer):
    key = serializers.ChoiceField(KEYS)
    title = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    columns = NationalColumnSerializer(many=True)
    rows = NationalRowSerializer(many=True)


class NationalSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    is_sample = serializers.BooleanField(help_text=SAMPLE)
    programme = serializers.CharField()
    region = serializers.CharField()
    component = serializers.CharField()
    provinces = serializers.ListField(child=serializers.CharField())
    borders = serializers.ChoiceField(list(BORDERS))
    tables = NationalTableSerializer(many=True)


class NationalReportView(APIView):
    """Các bảng của báo cáo quốc gia, cho Bộ Công Thương: từ báo cáo tổng hợp đã gửi và kế hoạch đã ban hành."""

    is_for_some = True

    @extend_schema(responses=NationalSerializer, parameters=[NationalQuery])
    def get(self, request: Request) -> Response:
        if not can_read_national(request.user):
            raise PermissionDenied("Số liệu quốc gia dành cho Bộ Công Thương.")
        asked = read_query(request, NationalQuery)
        choice = NationalChoice(request.query_params)
        if choice.refused:
            raise ValidationError({name: ["Không có giá trị này."] for name in choice.refused})
        facts = NationalFacts(choice.selection)
        tables = all_tables(facts)
        wanted = [asked["table"]] if "table" in asked else tables
        said = {"is_sample": facts.is_sample, "tables": [_table(key, tables[key]) for key in wanted]}
        return Response(NationalSerializer(vars(choice.selection) | said).data)


def _table(key: str, sheet: Sheet) -> dict:
    columns = [{"title": one.title, "type": one.kind} for one in sheet.columns]
    rows = [
        {
            "is_total": row.style == "total",
            "cells": [
                {
                    "text": shown_as(cell, column.kind),
                    "value": None if cell.unknown else _value(cell.value),
                    "is_unknown": cell.unknown,
                }
                for cell, column in zip(cells_of(row), sheet.columns, strict=True)
            ],
        }
        for row in sheet.rows
        if row.style != "note"
    ]
    return {"key": key, "title": sheet.title[0], "notes": sheet.notes, "columns": columns, "rows": rows}


def _value(value):
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else plain_number(Decimal(value))
