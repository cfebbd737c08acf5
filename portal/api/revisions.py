"""Writes over the API name the revision that they change: `ETag` out, `If-Match` in."""

import re

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from core.editing import StaleWriteError
from portal.api.serializers import StaleSerializer

# A proxy that compresses may weaken the tag, or add its own mark after the revision.
_TAG = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[^"]*)?"')
NO_REVISION = 0  # of no row

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="ETag nhận được khi đọc, để không ghi đè thay đổi của người khác",
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200], description="Lần sửa, để gửi lại trong If-Match"
)


class PreconditionRequired(APIException):
    status_code = 428
    default_detail = "Hãy gửi If-Match với ETag nhận được khi đọc, để không ghi đè thay đổi của người khác."


def tag_of(row) -> str:
    """The ETag of a row that people edit."""
    return f'"{row.revision}"'


def with_tag(response: Response, row) -> Response:
    """The answer, with the ETag of the row that it shows."""
    response["ETag"] = tag_of(row)
    return response


def revision_seen(request: Request) -> int:
    """The revision that the request means to change; 428 where it names none, NO_REVISION for one that cannot be."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired
    match = _TAG.fullmatch(given)
    return int(match[1]) if match else NO_REVISION


def stale_answer(error: StaleWriteError, fields) -> Response:
    """412 with what was sent and what stands there now, of these fields."""
    current = error.current
    said = {
        "detail": "Người khác vừa ghi trước. Hãy đọc lại, so hai giá trị rồi gửi lại với ETag mới.",
        "etag": tag_of(current),
        "changed_by": str(current.changed_by) if current.changed_by else None,
        "changed_at": current.changed_at,
        "differences": [
            {"field": one.field, "mine": one.mine, "theirs": one.theirs}
            for one in error.differences
            if one.field in fields
        ],
    }
    return with_tag(Response(StaleSerializer(said).data, status=412), current)
