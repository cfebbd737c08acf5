"""Changing the directory: an agency as it is, and a new one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from agencies.models import Agency, Province
from agencies.services import add_agency, can_edit_agency, change_agency
from core.editing import StaleWriteError
from portal.directory import addable_provinces
from portal.forms.directory import AgencyForm, NewAgencyForm
from portal.forms.revised import refuse

DIRECTORY = "Cơ quan"


class AgencyEditView(View):
    """The form over an agency of one's own province; another province's is not found."""

    def get(self, request, public_id):
        agency = _agency(request, public_id)
        return self._page(request, agency, AgencyForm(row=agency))

    def post(self, request, public_id):
        agency, form = _agency(request, public_id), AgencyForm(request.POST)
        if not form.is_valid():
            return self._page(request, agency, form, status=422)
        try:
            change_agency(agency, revision=form.cleaned_data["revision"], by=request.user, **form.wanted)
        except ValidationError as error:
            refuse(form, error)
            return self._page(request, agency, form, status=422)
        except StaleWriteError as error:
            form, conflicts = form.after(error)
            return self._page(request, agency, form, status=409, conflicts=conflicts)
        messages.success(request, "Đã ghi thay đổi.")
        return redirect("agency", public_id)

    def _page(self, request, agency, form, status=200, **extra):
        crumbs = [
            (DIRECTORY, reverse("agencies")),
            (agency.name, reverse("agency", args=[agency.public_id])),
            ("Sửa", ""),
        ]
        context = {"agency": agency, "form": form, "crumbs": crumbs}
        return render(request, "people/agency_edit.html", context | extra, status=status)


class NewAgencyView(View):
    """The form of an agency or facility that is not in the directory yet."""

    def get(self, request):
        return self._page(request, NewAgencyForm(provinces=_addable(request)))

    def post(self, request):
        form = NewAgencyForm(request.POST, provinces=_addable(request))
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            agency = add_agency(by=request.user, **form.values)
        except ValidationError as error:
            refuse(form, error)
            return self._page(request, form, status=422)
        messages.success(request, "Đã thêm vào danh bạ.")
        return redirect("agency", agency.public_id)

    def _page(self, request, form, status=200):
        crumbs = [(DIRECTORY, reverse("agencies")), ("Thêm cơ quan, cơ sở", "")]
        return render(request, "people/agency_new.html", {"form": form, "crumbs": crumbs}, status=status)


def _agency(request, public_id) -> Agency:
    agencies = Agency.objects.visible_to(request.user).own_of(request.user).select_related("province")
    agency = get_object_or_404(agencies, public_id=public_id)
    if not can_edit_agency(request.user, agency):
        raise PermissionDenied("Chỉ quản trị của tỉnh và quản trị cổng sửa được danh bạ.")
    return agency


def _addable(request) -> list[Province | None]:
    provinces = addable_provinces(request.user)
    if not provinces:
        raise PermissionDenied("Chỉ quản trị của tỉnh và quản trị cổng thêm được cơ quan.")
    return provinces
