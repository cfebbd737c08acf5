"""Changing the directory: an agency as it is, and a new one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from agencies.models import Agency, Province
from agencies.services import add_agency, can_edit_agency, change_agency
from portal.directory import addable_provinces
from portal.forms.directory import AgencyForm, NewAgencyForm
from portal.forms.revised import refuse
from portal.views.revised import RevisedView

DIRECTORY = "Cơ quan"


class AgencyEditView(RevisedView):
    """The form over an agency of one's own province; another province's is not found."""

    template_name = "people/agency_edit.html"
    change = staticmethod(change_agency)

    def row_of(self, public_id):
        agencies = Agency.objects.visible_to(self.request.user).own_of(self.request.user)
        agency = get_object_or_404(agencies.select_related("province"), public_id=public_id)
        if not can_edit_agency(self.request.user, agency):
            raise PermissionDenied("Chỉ quản trị của tỉnh và quản trị cổng sửa được danh bạ.")
        return agency

    def form_of(self, row):
        return AgencyForm

    def url_of(self, row):
        return reverse("agency", args=[row.public_id])

    def context(self, row, form):
        crumbs = [(DIRECTORY, reverse("agencies")), (row.name, self.url_of(row)), ("Sửa", "")]
        return {"agency": row, "crumbs": crumbs}


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


def _addable(request) -> list[Province | None]:
    provinces = addable_provinces(request.user)
    if not provinces:
        raise PermissionDenied("Chỉ quản trị của tỉnh và quản trị cổng thêm được cơ quan.")
    return provinces
