"""Changing the catalogue: an entry as it is, the end of its validity, a new one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from plans.services import add_entry, can_edit_catalogue, change_entry
from portal.catalogue.kinds import entry_name, entry_url, kind_of
from portal.forms.catalogue import EndForm, EntryForm, NewEntryForm
from portal.forms.revised import refuse
from portal.views.catalogue import crumbs_of, kind_or_404
from portal.views.revised import RevisedView


class KeeperView(View):
    """A page of those who keep the catalogue; others are told that they may not."""

    def dispatch(self, request, *args, **kwargs):
        if not can_edit_catalogue(request.user):
            raise PermissionDenied("Chỉ Bộ Công Thương và quản trị cổng sửa được danh mục.")
        return super().dispatch(request, *args, **kwargs)


class CatalogueEditView(KeeperView, RevisedView):
    """The form over an entry."""

    template_name = "catalogue/edit.html"
    what = "Sửa"
    change = staticmethod(change_entry)

    def row_of(self, kind, public_id):
        return get_object_or_404(kind_or_404(kind).entries, public_id=public_id)

    def form_of(self, row):
        return EntryForm.of(type(row))

    def url_of(self, row):
        return entry_url(row)

    def context(self, row, form):
        kind, name = kind_of(row), entry_name(row)
        form.fix(row)
        crumbs = crumbs_of(
            (kind.title, reverse("catalogue_list", args=[kind.slug])),
            (name, self.url_of(row)),
            (self.what, ""),
        )
        return {"kind": kind, "entry": row, "name": name, "url": self.url_of(row), "crumbs": crumbs}


class CatalogueEndView(CatalogueEditView):
    """Gives an entry its last day; it stays readable, and what plans say with it stays as it is."""

    template_name = "catalogue/end.html"
    what = "Kết thúc hiệu lực"
    done = "Đã ghi ngày kết thúc hiệu lực."

    def form_of(self, row):
        return EndForm.of(type(row), "valid_to")


class NewCatalogueEntryView(KeeperView):
    """The form of an entry that is not in the catalogue yet."""

    def get(self, request, kind):
        kind = kind_or_404(kind)
        return self._page(kind, NewEntryForm(kind=kind.model))

    def post(self, request, kind):
        kind = kind_or_404(kind)
        form = NewEntryForm(request.POST, kind=kind.model)
        if form.is_valid():
            try:
                entry = add_entry(kind.model, by=request.user, **form.values)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, "Đã thêm vào danh mục.")
                return redirect(entry_url(entry))
        return self._page(kind, form, status=422)

    def _page(self, kind, form, status=200):
        crumbs = crumbs_of(
            (kind.title, reverse("catalogue_list", args=[kind.slug])), (f"Thêm {kind.one}", "")
        )
        context = {"kind": kind, "form": form, "crumbs": crumbs}
        return render(self.request, "catalogue/new.html", context, status=status)
