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
    DRAFT = "draft", "đang soạn"
    ISSUED = "issued", "đã ban hành"


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
