"""Closed lists of the app."""

from django.db.models import TextChoices


class ObligorKind(TextChoices):
    DEPARTMENT = "department", "Sở, ban, ngành"
    DISTRICT = "district", "UBND cấp huyện"
    FACILITY = "facility", "Cơ sở sản xuất công nghiệp"
    PARTY = "party", "Cơ quan, đơn vị tham gia thực hiện"


class ReportKind(TextChoices):
    PLAN_PDF = "plan_pdf", "Báo cáo kế hoạch (PDF)"
    PLAN_XLSX = "plan_xlsx", "Phụ lục kế hoạch (XLSX)"
    PLAN_DOCX = "plan_docx", "Phụ lục kế hoạch (DOCX)"
    COMPARISON_PDF = "comparison_pdf", "Bảng so sánh hai bản (PDF)"
    COMPARISON_DOCX = "comparison_docx", "Bảng so sánh hai bản (DOCX)"


COMPARISONS = (ReportKind.COMPARISON_PDF, ReportKind.COMPARISON_DOCX)


class RunStatus(TextChoices):
    QUEUED = "queued", "đang chờ"
    RUNNING = "running", "đang tạo"
    DONE = "done", "đã xong"
    FAILED = "failed", "không tạo được"
    CANCELLED = "cancelled", "đã hủy"


# A run that is asked for, made or kept: of the same request there is one.
OPEN_STATUSES = (RunStatus.QUEUED, RunStatus.RUNNING)
LIVE_STATUSES = (*OPEN_STATUSES, RunStatus.DONE)
