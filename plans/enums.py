"""Closed lists of a plan document; the codes are those of docs/plan-document.md."""

from django.db.models import TextChoices


class Component(TextChoices):
    """The five component projects of Quyết định 1419/QĐ-TTg."""

    AWARENESS = "awareness", "Nâng cao nhận thức và năng lực"
    DATABASE = "database", "Cơ sở dữ liệu và trang thông tin điện tử"
    TECHNICAL = "technical", "Hỗ trợ kỹ thuật tại cơ sở"
    NETWORK = "network", "Mạng lưới tổ chức hỗ trợ"
    POLICY = "policy", "Cơ chế, chính sách"


class DocumentKind(TextChoices):
    DECISION = "decision", "Quyết định kèm kế hoạch"
    PLAN = "plan", "Kế hoạch"


class VersionKind(TextChoices):
    ORIGINAL = "original", "Bản gốc"
    AMENDMENT = "amendment", "Điều chỉnh"
    TRANSCRIPTION = "transcription", "Sửa bản chép"


class VersionStatus(TextChoices):
    """Where a version is in its life; `plans.transitions` says how it gets from one to the next."""

    DRAFT = "draft", "đang soạn"
    SUBMITTED = "submitted", "chờ duyệt"
    RETURNED = "returned", "bị trả lại"
    APPROVED = "approved", "đã duyệt, chờ ban hành"
    ISSUED = "issued", "đã ban hành"
    AMENDED = "amended", "đã được thay thế"
    CLOSED = "closed", "đã kết thúc"
    DISCARDED = "discarded", "đã bỏ"


class ImportStatus(TextChoices):
    """How far a file is that somebody brings in."""

    WAITING = "waiting", "đang đọc"
    READ = "read", "đã đọc, chờ quyết định"
    REFUSED = "refused", "không đọc được"
    DONE = "done", "đã đưa vào bản đang soạn"


# In which people write; not yet issued, so only its province may read it; issued, so everybody may.
WRITABLE = (VersionStatus.DRAFT, VersionStatus.RETURNED)
UNISSUED = (*WRITABLE, VersionStatus.SUBMITTED, VersionStatus.APPROVED)
ISSUED_ONCE = (VersionStatus.ISSUED, VersionStatus.AMENDED, VersionStatus.CLOSED)


class ObjectiveKind(TextChoices):
    GENERAL = "general", "Mục tiêu chung"
    SPECIFIC = "specific", "Mục tiêu cụ thể"


class SectionKind(TextChoices):
    NECESSITY = "necessity", "Sự cần thiết"
    VIEWPOINT = "viewpoint", "Quan điểm"
    PURPOSE = "purpose", "Mục đích, yêu cầu"
    DUTY = "duty", "Nhiệm vụ"
    SOLUTION = "solution", "Giải pháp"
    ARTICLE = "article", "Điều của quyết định"
    OTHER = "other", "Khác"


class AnnexStatus(TextChoices):
    PRESENT = "present", "có đủ"
    CUT = "cut", "bị cắt"
    MISSING = "missing", "không có trong văn bản"
