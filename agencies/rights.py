"""Who may do what: the one table from which pages, the API and docs/roles.md tell it.

Whoever needs to know asks `user.may(Right.X, province=...)` or `user.provinces_where(Right.X)`; nothing else names
roles. A right reaches as far as its role: a provincial one into its province and those that it took over, a
national one into all. Rights between agencies of one province are not parted yet: who holds one holds it for all.
"""

from django.db.models import TextChoices

from agencies.enums import NATIONAL_ROLES, Role


class Right(TextChoices):
    """Something that not everybody may do. Its label completes the sentence "Người này được ..."."""

    READ_ISSUED = "read_issued", "Xem kế hoạch đã ban hành của mọi tỉnh, danh bạ, so sánh giữa các tỉnh"
    READ_DRAFTS = "read_drafts", "Xem kế hoạch chưa ban hành của tỉnh"
    SEE_FACILITIES = "see_facilities", "Xem cơ sở sản xuất trong danh bạ"
    WRITE_PLANS = "write_plans", "Soạn kế hoạch và bản điều chỉnh của tỉnh, gửi duyệt"
    APPROVE_PLANS = "approve_plans", "Duyệt, trả lại, ban hành, kết thúc kế hoạch do người khác soạn"
    REQUEST_DOCUMENTS = "request_documents", "Yêu cầu tạo báo cáo và phụ lục từ kế hoạch được xem"
    DECIDE_FINDINGS = "decide_findings", "Ghi quyết định về sai lệch trong kế hoạch"
    MOVE_DAYS = "move_days", "Dời ngày báo cáo của một năm, có lý do"
    OPEN_YEARS = (
        "open_years",
        "Mở, khóa kỳ báo cáo, giao đơn vị phải báo cáo, gia hạn, đặt lịch nhắc, ghi số liệu theo mục tiêu",
    )
    REPORT = "report", "Lập và gửi báo cáo hằng năm của cơ quan mình, nêu vướng mắc"
    READ_REPORTS = "read_reports", "Xem báo cáo đã gửi của mọi cơ quan, ai đã gửi và ai chưa"
    REVIEW_REPORTS = (
        "review_reports",
        "Nhận xét, trả lại, duyệt báo cáo, nhập thay báo cáo giấy, trả lời vướng mắc",
    )
    CONSOLIDATE = "consolidate", "Lập báo cáo tổng hợp năm của tỉnh từ báo cáo đã duyệt"
    SEND_CONSOLIDATED = "send_consolidated", "Gửi báo cáo tổng hợp năm cho UBND tỉnh và Bộ Công Thương"
    GIVE_HEADING = "give_heading", "Ghi số, ngày và người ký vào báo cáo của Sở Công Thương"
    SEE_HEADING = "see_heading", "Xem báo cáo có số và người ký do người khác yêu cầu"
    CHANGE_RUNS = "change_runs", "Hủy hoặc tạo lại tài liệu do người khác yêu cầu"
    SEE_PEOPLE = "see_people", "Xem danh sách người dùng, vai trò và lời mời"
    INVITE = "invite", "Mời người vào cơ quan, gửi lại và thu hồi lời mời"
    GIVE_NATIONAL_ROLES = "give_national_roles", "Mời cán bộ Bộ Công Thương và quản trị cổng"
    EDIT_PEOPLE = "edit_people", "Sửa họ tên của người dùng"
    END_MEMBERSHIPS = "end_memberships", "Cho thôi vai trò tại cơ quan"
    CLOSE_ACCOUNTS = "close_accounts", "Đóng và mở lại tài khoản"
    DECIDE_MAILS = "decide_mails", "Xem thư chưa đến, quyết định về thư chưa rõ đã đến"
    EDIT_AGENCIES = "edit_agencies", "Thêm, sửa cơ quan và cơ sở sản xuất trong danh bạ"
    EDIT_NATIONAL_AGENCIES = "edit_national_agencies", "Thêm, sửa cơ quan trung ương trong danh bạ"
    EDIT_CATALOGUE = (
        "edit_catalogue",
        "Thêm, sửa, kết thúc hiệu lực mục của danh mục chung, xem lịch sử của mục",
    )
    SEE_HISTORY = "see_history", "Xem lịch sử thay đổi của kế hoạch, nhiệm vụ, mục tiêu, cơ quan"
    EXPORT_LOG = "export_log", "Xem, lọc và tải nhật ký: đăng nhập, tải về, mọi thay đổi"


_PROVINCIAL = frozenset(Role) - NATIONAL_ROLES
_DEPARTMENT = frozenset({Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER})
_PORTAL = frozenset({Role.PORTAL_ADMIN})
_ADMINISTRATORS = _PORTAL | {Role.PROVINCE_ADMIN}

HOLDERS: dict[Right, frozenset[Role]] = {
    Right.READ_ISSUED: frozenset(Role),
    Right.READ_DRAFTS: _PROVINCIAL,  # the ministry sees what has been sent, never a draft
    Right.SEE_FACILITIES: frozenset(Role),
    Right.WRITE_PLANS: _DEPARTMENT,
    Right.APPROVE_PLANS: frozenset({Role.DEPARTMENT_APPROVER}),
    Right.REQUEST_DOCUMENTS: frozenset(Role),
    Right.DECIDE_FINDINGS: _DEPARTMENT,
    Right.MOVE_DAYS: _DEPARTMENT,
    Right.OPEN_YEARS: _DEPARTMENT,
    # The department reports on its own tasks; for others it enters what came on paper.
    Right.REPORT: _DEPARTMENT | {Role.AGENCY_REPORTER, Role.FACILITY_REPORTER},
    Right.READ_REPORTS: _DEPARTMENT
    | {Role.FINANCE_APPRAISER, Role.PROVINCIAL_VIEWER, Role.MINISTRY_OFFICIAL},
    Right.REVIEW_REPORTS: _DEPARTMENT,
    Right.CONSOLIDATE: _DEPARTMENT,
    Right.SEND_CONSOLIDATED: frozenset({Role.DEPARTMENT_APPROVER}),  # approves what leaves the department
    Right.GIVE_HEADING: _DEPARTMENT,
    Right.SEE_HEADING: _DEPARTMENT | {Role.PROVINCIAL_VIEWER},
    Right.CHANGE_RUNS: _DEPARTMENT | NATIONAL_ROLES,  # national roles: what was asked for the ministry
    Right.SEE_PEOPLE: _ADMINISTRATORS,
    Right.INVITE: _ADMINISTRATORS,
    Right.GIVE_NATIONAL_ROLES: _PORTAL,
    Right.EDIT_PEOPLE: _ADMINISTRATORS,
    Right.END_MEMBERSHIPS: _ADMINISTRATORS,
    Right.CLOSE_ACCOUNTS: _ADMINISTRATORS,
    Right.DECIDE_MAILS: _ADMINISTRATORS,
    Right.EDIT_AGENCIES: _ADMINISTRATORS,
    Right.EDIT_NATIONAL_AGENCIES: _PORTAL,
    Right.EDIT_CATALOGUE: NATIONAL_ROLES,  # who keeps it reads its history too
    Right.SEE_HISTORY: _DEPARTMENT | {Role.PROVINCIAL_VIEWER} | _ADMINISTRATORS,
    Right.EXPORT_LOG: _ADMINISTRATORS,
}

# Who approves, or decides who may do what, proves who she is by a second factor too.
NEEDS_SECOND_FACTOR = _ADMINISTRATORS | {Role.DEPARTMENT_APPROVER}

SHOULD_HOLD: dict[Role, str] = {
    Role.DEPARTMENT_EDITOR: (
        "Chuyên viên của Sở Công Thương được giao soạn, theo dõi và tổng hợp kế hoạch sản xuất sạch hơn."
    ),
    Role.DEPARTMENT_APPROVER: (
        "Giám đốc, phó giám đốc Sở Công Thương, người ký văn bản của Sở; không giao cho người soạn."
    ),
    Role.AGENCY_REPORTER: (
        "Người được sở, ban, đài, báo, trung tâm hoặc UBND cấp dưới cử báo cáo về nhiệm vụ của cơ quan mình."
    ),
    Role.FACILITY_REPORTER: "Người được cơ sở sản xuất công nghiệp cử báo cáo kết quả áp dụng của cơ sở.",
    Role.FINANCE_APPRAISER: "Chuyên viên Sở Tài chính được giao thẩm định dự toán của kế hoạch.",
    Role.PROVINCIAL_VIEWER: "Lãnh đạo và văn phòng UBND tỉnh, những người cần xem mọi việc của tỉnh mà không sửa.",
    Role.MINISTRY_OFFICIAL: "Cán bộ Bộ Công Thương theo dõi chương trình ở các tỉnh và giữ danh mục chung.",
    Role.PROVINCE_ADMIN: (
        "Một hoặc hai người được tỉnh cử giữ danh sách người dùng và danh bạ cơ quan; họ không quyết định nội dung."
    ),
    Role.PORTAL_ADMIN: "Vài người ở Bộ Công Thương vận hành cổng cho mọi tỉnh.",
}


def holds(role: str, right: Right) -> bool:
    """If people of the role have the right."""
    return role in HOLDERS[right]


def reach_words(role: Role, right: Right) -> str:
    """How far the right of a role reaches, as the table says it; empty where the role does not have it."""
    if not holds(role, right):
        return ""
    if right in _EVERYWHERE:
        return "mọi tỉnh"
    if role not in NATIONAL_ROLES:
        return "tỉnh mình"
    return "trung ương" if right in _OF_THE_NATION else "mọi tỉnh"


# Rights that a provincial role too has over what all provinces have issued.
_EVERYWHERE = frozenset({Right.READ_ISSUED, Right.REQUEST_DOCUMENTS})
# Rights that a national role has over what belongs to no province.
_OF_THE_NATION = frozenset(
    {Right.CHANGE_RUNS, Right.GIVE_NATIONAL_ROLES, Right.EDIT_NATIONAL_AGENCIES, Right.EDIT_CATALOGUE}
)


def reaches(role: str, right: Right, *, is_own: bool, is_national: bool) -> bool:
    """If the role's right holds for a place: one's own province, what belongs to no province, or another province."""
    if not holds(role, right):
        return False
    if role not in NATIONAL_ROLES:
        return is_own or right in _EVERYWHERE
    return is_national or right not in _OF_THE_NATION
