"""What the OpenAPI description needs to know beyond the views."""

from collections.abc import Iterator

from drf_spectacular import authentication
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from pydantic import BaseModel

from portal.plan_document.schema import PlanDocument


class BearerTokenScheme(OpenApiAuthenticationExtension):
    target_class = "agencies.authentication.BearerTokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "Mã truy cập API của tài khoản"}


class SessionScheme(authentication.SessionScheme):
    target_class = "agencies.authentication.SessionAuthentication"


class DescribedAnswers(AutoSchema):
    """Describes beside each answer the refusals that the way to it may end in.

    A view that only some roles may read says so by `is_for_some`.
    """

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        for status in self._refusals():
            bodies.setdefault(status, REFUSALS[status])
        return bodies

    def _refusals(self) -> Iterator[str]:
        yield from ("401", "406")
        is_list, writes = self._is_list_view(), self.method not in ("GET", "HEAD")
        parameters = {parameter["in"] for parameter in self._get_parameters()}
        if "path" in parameters or is_list or writes:
            yield "404"
        if writes or "query" in parameters:
            yield "400"
        if writes or getattr(self.view, "is_for_some", False):
            yield "403"
        if writes:
            yield from ("413", "415")
        if "header" in parameters:
            yield "428"


def _refusal(description: str, schema: dict) -> dict:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


_DETAIL = {
    "type": "object",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
    "additionalProperties": False,
}
# By field, or under non_field_errors; what cannot be read at all has a detail.
_FAULTS = {
    "type": "object",
    "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "array"}, {"type": "object"}]},
}
REFUSALS = {
    "400": _refusal("Có giá trị không đúng, kèm lý do theo trường", _FAULTS),
    "401": _refusal("Chưa đăng nhập, hoặc mã truy cập không còn dùng được", _DETAIL),
    "403": _refusal("Thuộc phạm vi được xem nhưng không có quyền này", _DETAIL),
    "404": _refusal("Không có, hoặc không thuộc phạm vi được xem", _DETAIL),
    "406": _refusal("Không trả lời được ở dạng đã hỏi; API trả lời JSON", _DETAIL),
    "413": _refusal("Nội dung gửi lên quá lớn", _DETAIL),
    "415": _refusal("Nội dung gửi lên không phải là JSON", _DETAIL),
    "428": _refusal("Thiếu If-Match", _DETAIL),
}


class DecisionAnswer(BaseModel):
    text: str
    by: str
    at: str
    version: int
    outdated: bool


class FindingAnswer(BaseModel):
    key: str
    code: str
    title: str
    severity: str
    where: str
    printed: str
    computed: str
    note: str
    decision: DecisionAnswer | None


class PlanAnswer(PlanDocument):
    """A plan document as the API answers it: with its findings, and if it is invented ("Số liệu mẫu")."""

    findings: list[FindingAnswer]
    is_sample: bool
