"""Which role belongs to which agency, and who may give it."""

from agencies.enums import NATIONAL_ROLES, AgencyKind, Role
from agencies.models import Agency, User
from agencies.rights import Right

INDUSTRY, FINANCE = "so-cong-thuong", "so-tai-chinh"  # how the slugs of these departments begin
_OFFICES = {AgencyKind.PEOPLE_COMMITTEE, AgencyKind.OFFICE}
_KEEPING_ACCOUNTS = {AgencyKind.DEPARTMENT, AgencyKind.CENTRE, *_OFFICES}


def misfit(role: str, agency: Agency) -> str:
    """Why people of this agency cannot have the role, and what to do; empty where they can."""
    if role in NATIONAL_ROLES:
        fits, where = _is_national(agency), "ở Bộ Công Thương"
    elif _is_national(agency):
        fits, where = False, "ở cơ quan của một tỉnh"
    elif role in (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER):
        fits, where = _is_or_follows(agency, INDUSTRY), "ở Sở Công Thương hoặc đơn vị kế thừa"
    elif role == Role.FINANCE_APPRAISER:
        fits, where = _is_or_follows(agency, FINANCE), "ở Sở Tài chính hoặc đơn vị kế thừa"
    elif role == Role.FACILITY_REPORTER:
        fits, where = agency.kind == AgencyKind.FACILITY, "ở cơ sở sản xuất công nghiệp"
    elif role == Role.PROVINCIAL_VIEWER:
        fits, where = agency.kind in _OFFICES, "ở UBND tỉnh hoặc Văn phòng UBND tỉnh"
    elif role == Role.PROVINCE_ADMIN:
        fits, where = agency.kind in _KEEPING_ACCOUNTS, "ở sở, trung tâm hoặc UBND của tỉnh"
    else:
        fits, where = agency.kind != AgencyKind.FACILITY, "ở cơ quan nhà nước, không phải cơ sở sản xuất"
    label = Role(role).label
    return "" if fits else f"Vai trò “{label}” chỉ có {where}; hãy chọn vai trò hoặc cơ quan khác."


def roles_given_by(user: User) -> list[Role]:
    """The roles that the person may give to others, in the order of the list."""
    national, provincial = user.may(Right.GIVE_NATIONAL_ROLES), user.may(Right.INVITE)
    return [role for role in Role if (national if role in NATIONAL_ROLES else provincial)]


def may_give(user: User, role: str, agency: Agency) -> bool:
    """If the person may give this role at this agency."""
    if role in NATIONAL_ROLES:
        return user.may(Right.GIVE_NATIONAL_ROLES)
    return user.may(Right.INVITE, province=agency.province)


def _is_national(agency: Agency) -> bool:
    return agency.province_id is None and agency.kind == AgencyKind.MINISTRY


def _is_or_follows(agency: Agency, slug: str) -> bool:
    if agency.slug.startswith(slug):
        return True
    return agency.inheritances.filter(agency__slug__startswith=slug).exists()
