"""The province's consolidated report of a sample year: put together and sent as the department does it, told to nobody."""

from django.db import transaction

from agencies.mailing import silence
from core import clock
from portal.links import consolidated_page, public
from portal.sample.fates import Cast
from reporting.enums import ConsolidationKind
from reporting.models import Consolidation, ReportingYear
from reporting.services.consolidations import (
    missing_reports,
    save_consolidation,
    send_consolidation,
    start_consolidation,
)

WORDS = {
    "results": "Các nhiệm vụ trong năm được triển khai theo kế hoạch; kết quả chi tiết nêu ở các phần dưới đây.",
    "petitions": "Đề nghị bố trí kinh phí cho các nhiệm vụ của năm sau ngay từ đầu năm.",
    "directions": "Tiếp tục các nhiệm vụ chưa hoàn thành; hướng dẫn cơ sở sản xuất áp dụng sản xuất sạch hơn.",
}
NOTE = "Đã nhắc nhiều lần, đến ngày tổng hợp vẫn chưa nhận được."


@transaction.atomic
def send_sample_report(year: ReportingYear) -> Consolidation | None:
    """The version that was sent; None where one was begun before, which is left as it is."""
    if Consolidation.objects.filter(year=year, kind=ConsolidationKind.YEAR).exists():
        return None
    editor, approver = Cast(year.plan.province).editor_and_approver(clock.now())
    with silence():
        note = NOTE if missing_reports(year) else ""
        begun = start_consolidation(year, by=editor, note=note)
        written = save_consolidation(begun, revision=begun.revision, by=editor, **WORDS)
        return send_consolidation(written, by=approver, link=_link)


def _link(one: Consolidation) -> str:
    return public(consolidated_page(one.year, "version", kind=one.kind, number=one.number))
