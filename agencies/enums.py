"""Closed lists of the app: kinds of agency and roles (the glossary's words)."""

from django.db.models import TextChoices


class AgencyKind(TextChoices):
    DEPARTMENT = "department", "Sở, ngành"
    PEOPLE_COMMITTEE = "people_committee", "Ủy ban nhân dân"
    DISTRICT = "district", "UBND cấp huyện"
    BOARD = "board", "Ban quản lý"
    CENTRE = "centre", "Trung tâm"
    BROADCASTER = "broadcaster", "Đài phát thanh - truyền hình"
    NEWSPAPER = "newspaper", "Báo"
    POLICE = "police", "Công an"
    OFFICE = "office", "Văn phòng"
    MINISTRY = "ministry", "Bộ"
    FACILITY = "facility", "Cơ sở sản xuất công nghiệp"


class Role(TextChoices):
    DEPARTMENT_EDITOR = "department_editor", "Chuyên viên Sở Công Thương"
    DEPARTMENT_APPROVER = "department_approver", "Lãnh đạo Sở Công Thương"
    AGENCY_REPORTER = "agency_reporter", "Cán bộ báo cáo của cơ quan phối hợp"
    FACILITY_REPORTER = "facility_reporter", "Cán bộ báo cáo của cơ sở sản xuất"
    FINANCE_APPRAISER = "finance_appraiser", "Cán bộ thẩm định Sở Tài chính"
    PROVINCIAL_VIEWER = "provincial_viewer", "Người xem của UBND tỉnh"
    MINISTRY_OFFICIAL = "ministry_official", "Cán bộ Bộ Công Thương"
    PROVINCE_ADMIN = "province_admin", "Quản trị của tỉnh"
    PORTAL_ADMIN = "portal_admin", "Quản trị cổng"


# Roles that look at all provinces; every other role belongs to an agency of one province.
NATIONAL_ROLES = frozenset({Role.MINISTRY_OFFICIAL, Role.PORTAL_ADMIN})


class InvitationState(TextChoices):
    """Where an invitation is in its life."""

    WAITING = "waiting", "chờ nhận"
    EXPIRED = "expired", "đã hết hạn"
    ACCEPTED = "accepted", "đã nhận"
    REVOKED = "revoked", "đã thu hồi"


class HistoryOperation(TextChoices):
    """What an entry of the history tells: a change of a row, or an event without one."""

    INSERT = "insert", "thêm"
    UPDATE = "update", "sửa"
    DELETE = "delete", "xóa"
    SIGN_IN = "sign_in", "đăng nhập"
    SIGN_IN_FAILED = "sign_in_failed", "đăng nhập không được"
    SIGN_OUT = "sign_out", "đăng xuất"
    DOWNLOAD = "download", "tải về"

    @classmethod
    def of_rows(cls) -> frozenset["HistoryOperation"]:
        """Those that triggers write."""
        return frozenset({cls.INSERT, cls.UPDATE, cls.DELETE})


class MailState(TextChoices):
    """Where a mail of the outbox is in its life."""

    WAITING = "waiting", "chờ gửi"
    SENT = "sent", "đã gửi"
    REFUSED = "refused", "bị từ chối"
    SUPPRESSED = "suppressed", "không gửi nữa"
    IN_DOUBT = "in_doubt", "chưa rõ đã đến"
    GIVEN_UP = "given_up", "thôi gửi"


class MailAnswer(TextChoices):
    """What a person finds out about a mail in doubt."""

    ARRIVED = "arrived", "đã đến"
    SEND_AGAIN = "send_again", "gửi lại"
