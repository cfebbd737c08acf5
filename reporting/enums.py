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
    YEAR_PDF = "year_pdf", "Báo cáo tổng hợp năm (PDF)"
    YEAR_DOCX = "year_docx", "Báo cáo tổng hợp năm (DOCX)"
    YEAR_XLSX = "year_xlsx", "Bảng số liệu tổng hợp năm (XLSX)"
    NATIONAL_PDF = "national_pdf", "Báo cáo toàn quốc năm (PDF)"
    NATIONAL_TAGGED_PDF = (
        "national_tagged_pdf",
        "Báo cáo toàn quốc năm (PDF có thẻ, cho phần mềm đọc màn hình)",
    )
    NATIONAL_DOCX = "national_docx", "Báo cáo toàn quốc năm (DOCX)"
    NATIONAL_XLSX = "national_xlsx", "Bảng số liệu toàn quốc năm (XLSX)"


COMPARISONS = (ReportKind.COMPARISON_PDF, ReportKind.COMPARISON_DOCX)
CONSOLIDATED = (ReportKind.YEAR_PDF, ReportKind.YEAR_DOCX, ReportKind.YEAR_XLSX)
NATIONAL = (
    ReportKind.NATIONAL_PDF,
    ReportKind.NATIONAL_DOCX,
    ReportKind.NATIONAL_XLSX,
    ReportKind.NATIONAL_TAGGED_PDF,
)
OF_KEPT_PARTS = (ReportKind.NATIONAL_PDF, ReportKind.NATIONAL_TAGGED_PDF)


class PartKind(TextChoices):
    """Parts in which the national report is kept: a province's chapter in two, the ministry's own words and tables."""

    BODY = "body", "phần lời"
    ANNEXES = "annexes", "phụ lục"
    OWN = "own", "phần của Bộ"


PARTS_OF_CHAPTER = (PartKind.BODY, PartKind.ANNEXES)


class RunStatus(TextChoices):
    QUEUED = "queued", "đang chờ"
    RUNNING = "running", "đang tạo"
    DONE = "done", "đã xong"
    FAILED = "failed", "không tạo được"
    CANCELLED = "cancelled", "đã hủy"


# A run that is asked for, made or kept: of the same request there is one.
OPEN_STATUSES = (RunStatus.QUEUED, RunStatus.RUNNING)
LIVE_STATUSES = (*OPEN_STATUSES, RunStatus.DONE)


class ObligationBasis(TextChoices):
    """Why a report is owed: by a clause of the plan, because the department asked, or as the collector's own part."""

    CLAUSE = "clause", "theo kế hoạch"
    ASKED = "asked", "do Sở yêu cầu"
    OWN = "own", "phần của Sở Công Thương"


class GroundKind(TextChoices):
    """Where the plan names who owes a report."""

    LEAD = "lead", "chủ trì nhiệm vụ"
    COORDINATING = "coordinating", "phối hợp nhiệm vụ"
    RESPONSIBILITY = "responsibility", "trách nhiệm được giao"
    CLAUSE = "clause", "điều khoản báo cáo"


class YearDecisionKind(TextChoices):
    """What the department decided about a reporting year, or about one report of it."""

    OPENED = "opened", "mở kỳ báo cáo"
    OPENS_ON = "opens_on", "đặt ngày tự mở"
    DATA_UNTIL = "data_until", "đổi ngày chốt số liệu"
    LOCKED = "locked", "khóa kỳ báo cáo"
    UNLOCKED = "unlocked", "mở khóa kỳ báo cáo"
    ASKED = "asked", "yêu cầu báo cáo"
    WITHDRAWN = "withdrawn", "thôi yêu cầu báo cáo"
    ONE_UNLOCKED = "one_unlocked", "mở khóa riêng một báo cáo"
    ONE_LOCKED = "one_locked", "khóa lại báo cáo đã mở riêng"


class ReportStatus(TextChoices):
    """Where one version of a report is in its life; `reporting.transitions` says how it gets from one to the next."""

    DRAFT = "draft", "đang lập"
    SUBMITTED = "submitted", "đã gửi"
    RECALLED = "recalled", "đã rút lại"
    RETURNED = "returned", "bị trả lại"
    ACCEPTED = "accepted", "đã duyệt"


class ObligationState(TextChoices):
    """How far a report is, as lists and the matrix say it; late stands beside it."""

    NOT_SENT = "not_sent", "chưa gửi"
    SENT = "sent", "đã gửi"
    RETURNED = "returned", "bị trả lại"
    ACCEPTED = "accepted", "đã duyệt"


class Progress(TextChoices):
    """How far a task is at the end of the year, as who reports on it says; nothing said is none of these."""

    NOT_STARTED = "not_started", "chưa thực hiện"
    DOING = "doing", "đang thực hiện"
    DONE = "done", "đã hoàn thành"
    STOPPED = "stopped", "không thực hiện được"
    NIL = "nil", "không phát sinh"


class FigureKind(TextChoices):
    """What a figure of a sent consolidated report tells of; `ConsolidatedFigure` says how."""

    TASKS = "tasks", "nhiệm vụ theo mức độ"
    OUTPUT = "output", "kết quả theo loại"
    SPENT = "spent", "kinh phí đã thực hiện"
    TARGET = "target", "số liệu theo mục tiêu"
    COMPLIANCE = "compliance", "tình hình báo cáo"


class TargetOutcome(TextChoices):
    """How a year's figure stands to the target that the plan prints; figures are never averaged or ranked."""

    REACHED = "reached", "đạt"
    MISSED = "missed", "chưa đạt"
    UNKNOWN = "unknown", "chưa rõ"
    NO_FIGURE = "no_figure", "kế hoạch không ghi số"


class Resource(TextChoices):
    """What a facility uses to make its products."""

    ELECTRICITY = "electricity", "Điện"
    COAL = "coal", "Than"
    OIL = "oil", "Dầu"
    GAS = "gas", "Khí đốt (gas)"
    BIOMASS = "biomass", "Sinh khối"
    WATER = "water", "Nước"
    MATERIAL = "material", "Nguyên liệu"


class ResourceUnit(TextChoices):
    """In which units a resource is counted."""

    KWH = "kwh", "kWh"
    MWH = "mwh", "MWh"
    TON = "ton", "tấn"
    KG = "kg", "kg"
    LITRE = "litre", "lít"
    M3 = "m3", "m³"


# The units of each resource, the usual one first.
UNITS_OF = {
    Resource.ELECTRICITY: (ResourceUnit.KWH, ResourceUnit.MWH),
    Resource.COAL: (ResourceUnit.TON, ResourceUnit.KG),
    Resource.OIL: (ResourceUnit.LITRE, ResourceUnit.TON, ResourceUnit.KG),
    Resource.GAS: (ResourceUnit.KG, ResourceUnit.TON, ResourceUnit.M3),
    Resource.BIOMASS: (ResourceUnit.TON, ResourceUnit.KG, ResourceUnit.M3),
    Resource.WATER: (ResourceUnit.M3, ResourceUnit.LITRE),
    Resource.MATERIAL: (ResourceUnit.TON, ResourceUnit.KG, ResourceUnit.LITRE, ResourceUnit.M3),
}


class DifficultyState(TextChoices):
    """Where a difficulty is that an agency raised."""

    OPEN = "open", "chờ trả lời"
    ANSWERED = "answered", "đã trả lời"
    FORWARDED = "forwarded", "đã chuyển"
    CLOSED = "closed", "đã khép"


class ReminderKind(TextChoices):
    """What a stage of reminding counts its days from."""

    DUE = "due", "ngày phải gửi"
    RETURNED = "returned", "ngày bị trả lại"
    WAITING = "waiting", "ngày nhận báo cáo"


class ReminderAudience(TextChoices):
    """Whom a reminder is for: who owes the report, or the department that waits for it or has to look at it."""

    AGENCY = "agency", "cơ quan phải báo cáo"
    DEPARTMENT = "department", "Sở Công Thương"


class ReminderState(TextChoices):
    """What became of a reminder; one that is still to be sent, or to be planned, is planned."""

    PLANNED = "planned", "sẽ gửi"
    SENT = "sent", "đã gửi"
    SUPERSEDED = "superseded", "bỏ qua, đã có lần sau"
    SUPPRESSED = "suppressed", "không gửi"
    IN_DOUBT = "in_doubt", "chưa rõ đã đến"


class ConsolidationKind(TextChoices):
    """Over which time the department's report goes: a year, some years of the plan, all of them."""

    YEAR = "year", "báo cáo tổng hợp năm"
    INTERIM = "interim", "báo cáo sơ kết"
    FINAL = "final", "báo cáo tổng kết"


class ConsolidationStatus(TextChoices):
    """Where a version of the province's consolidated report of a year is."""

    WRITING = "writing", "đang lập"
    SENT = "sent", "đã gửi"


class FileOrigin(TextChoices):
    """What a signed file is beside the PDF that the portal made of the version."""

    MADE = "made", "đúng tệp cổng đã tạo, chưa thêm gì"
    SIGNED = "signed", "đúng tệp cổng đã tạo, chỉ thêm chữ ký số"
    ALTERED = "altered", "tệp cổng đã tạo nhưng có thêm thay đổi khác ngoài chữ ký số, hãy đối chiếu"
    OTHER = "other", "không phải tệp cổng đã tạo, hãy đối chiếu"


class SignatureState(TextChoices):
    """If what was signed is still what stands in the file."""

    INTACT = "intact", "nội dung không thay đổi sau khi ký"
    ADDED = "added", "sau khi ký chỉ thêm chữ ký khác"
    CHANGED = "changed", "nội dung đã bị thay đổi sau khi ký"
    UNCHECKED = "unchecked", "chưa kiểm tra được"
