"""What administrators change in the directory of agencies and facilities."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agencies.enums import NATIONAL_ROLES, AgencyKind
from agencies.models import Agency, Province, User
from agencies.rights import Right
from agencies.services.placing import misfit
from agencies.services.texts import checked_text
from core.dates import first_day, last_day, read_partial
from core.editing import change
from core.search import search_words
from core.sorting import sort_key
from core.text import slugify_vi

EDITABLE = ("name", "short_name", "kind", "exists_from", "exists_to", "note")
LONGEST = {"name": 300, "short_name": 100, "note": 4000}


def can_edit_agency(user: User, agency: Agency) -> bool:
    """Administrators of its province or of the one that took it over; of the portal for all."""
    return can_add_agency(user, agency.province)


def can_add_agency(user: User, province: Province | None) -> bool:
    """Who may edit agencies there may add one; None stands for national ones."""
    if province is None:
        return user.may(Right.EDIT_NATIONAL_AGENCIES)
    return user.may(Right.EDIT_AGENCIES, province=province)


@transaction.atomic
def change_agency(agency: Agency, *, revision: int, by: User, **values) -> None:
    """Changes some of the EDITABLE fields. Dates may be typed as people write them.

    Raises PermissionDenied for who may not; ValidationError, at the field, for what cannot be;
    core.editing.StaleWriteError where somebody was quicker.
    """
    if not can_edit_agency(by, agency):
        raise PermissionDenied("Chỉ quản trị của tỉnh hoặc quản trị cổng được sửa cơ quan này.")
    checked = checked_values(values, agency)
    wanted = {name: getattr(agency, name) for name in EDITABLE} | checked
    if "name" in checked or "short_name" in checked:
        aliases = agency.aliases.values_list("text", flat=True)
        checked |= _found_by(wanted["name"], wanted["short_name"], *aliases)
    change(agency, revision=revision, by=by, **checked)


@transaction.atomic
def add_agency(*, by: User, province: Province | None, **values) -> Agency:
    """Adds an agency or a facility. Raises as `change_agency` does."""
    if not can_add_agency(by, province):
        raise PermissionDenied("Chỉ quản trị của tỉnh hoặc quản trị cổng được thêm cơ quan.")
    agency = Agency(province=province)
    checked = checked_values(dict.fromkeys(EDITABLE, "") | values, agency)
    slug = _free_slug(province, checked["name"])
    found_by = _found_by(checked["name"], checked["short_name"])
    return Agency.objects.create(province=province, slug=slug, **checked, **found_by)


def checked_values(values: dict, agency: Agency) -> dict:
    """The values as they are kept; ValidationError with a message for each field that cannot be."""
    checked, faults = {}, {}
    for name, value in values.items():
        try:
            checked[name] = _checked(name, value, agency)
        except ValidationError as error:
            faults |= error.message_dict
    begins, ends = (checked.get(name, getattr(agency, name)) for name in ("exists_from", "exists_to"))
    if begins and ends and not faults and first_day(begins) > last_day(ends):
        faults["exists_to"] = "Ngày kết thúc ở trước ngày bắt đầu; hãy xem lại."
    if faults:
        raise ValidationError(faults)
    return checked


def _checked(name: str, value: str, agency: Agency) -> str:
    if name == "kind":
        return _checked_kind(value, agency)
    if name in ("exists_from", "exists_to"):
        try:
            return read_partial(value) if value else ""
        except ValueError as error:
            raise ValidationError({name: str(error)}) from None
    label = str(Agency._meta.get_field(name).verbose_name)
    label = label[0].upper() + label[1:]
    return checked_text(name, label, value, longest=LONGEST[name], required=name == "name")


def _checked_kind(kind: str, agency: Agency) -> str:
    if kind not in AgencyKind.values:
        raise ValidationError({"kind": "Không có loại này; hãy chọn trong danh sách."})
    if kind == (AgencyKind.MINISTRY if agency.province_id else AgencyKind.FACILITY):
        where = "trung ương" if agency.province_id else "của một tỉnh"
        raise ValidationError({"kind": f"Loại này chỉ dùng cho cơ quan, đơn vị {where}; hãy chọn loại khác."})
    if agency.pk and kind != agency.kind:
        changed = Agency(province_id=agency.province_id, slug=agency.slug, kind=kind, pk=agency.pk)
        roles = set(agency.memberships.active().values_list("role", flat=True)) - NATIONAL_ROLES
        if faults := [fault for role in sorted(roles) if (fault := misfit(role, changed))]:
            raise ValidationError({"kind": f"Cơ quan đang có người. {faults[0]}"})
    return kind


def _found_by(*texts: str) -> dict:
    return {"sort_key": sort_key(texts[0]), "search_text": search_words(*texts)}


def _free_slug(province: Province | None, name: str) -> str:
    slug = slugify_vi(name)[:90] or "co-quan"
    taken = set(
        Agency.objects.filter(province=province, slug__startswith=slug).values_list("slug", flat=True)
    )
    number = next(number for number in range(1, len(taken) + 2) if _numbered(slug, number) not in taken)
    return _numbered(slug, number)


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"
