"""What the OpenAPI description needs to know beyond the views."""

from drf_spectacular import authentication
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from pydantic import BaseModel

from portal.plan_document.schema import PlanDocument


class BearerTokenScheme(OpenApiAuthenticationExtension):
    target_class = "agencies.authentication.BearerTokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "Mã truy cập API của tài khoản"}


class SessionScheme(authentication.SessionScheme):
    target_class = "agencies.authentication.SessionAuthentication"


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
    """A plan document as the API answers it: with its findings."""

    findings: list[FindingAnswer]
