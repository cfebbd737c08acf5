"""The ministry's catalogue: its kinds, the list of each, an entry; readable by everybody."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from plans.services import can_edit_catalogue
from portal.catalogue.entries import entry_rows, entry_sheet, kind_rows
from portal.catalogue.kinds import KINDS, Kind, entry_name
from portal.catalogue.sheets import catalogue_sheet
from portal.downloads import table_download
from portal.filters import CatalogueListForm, ProgrammeEntriesForm
from portal.history import entries as about
from portal.views.history import listed
from portal.views.lists import address_of, page_of

CATALOGUE = "Danh mục"


def kind_or_404(slug: str) -> Kind:
    """The kind with this name in addresses."""
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def crumbs_of(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    """Where a page of the catalogue stands: labels with addresses, the last one without."""
    return [(CATALOGUE, reverse("catalogue")), *parts]


class CatalogueView(View):
    """The kinds of entries, and what each is for."""

    def get(self, request):
        return render(request, "catalogue/overview.html", {"rows": kind_rows()})


class CatalogueListView(View):
    """The entries of a kind, filtered, and as a sheet."""

    def get(self, request, kind):
        kind = kind_or_404(kind)
        form = (ProgrammeEntriesForm if kind.has_programme else CatalogueListForm)(request.GET)
        entries = form.chosen(kind.entries)
        if request.GET.get("download") == "xlsx":
            sheet = catalogue_sheet(kind, entry_rows(kind, entries, request.user), form.words())
            return table_download(sheet, kind.title, by=request.user)
        page = page_of(request, entries)
        context = {
            "kind": kind,
            "form": form,
            "page": page,
            "rows": entry_rows(kind, page.object_list, request.user),
            "other_page": address_of(request) + "&page=",
            "download": address_of(request) + "&download=xlsx",
            "may_edit": can_edit_catalogue(request.user),
            "crumbs": crumbs_of((kind.title, "")),
        }
        return render(request, "catalogue/list.html", context)


class CatalogueEntryView(View):
    """An entry: what it means, since when, from where; which plans use it; its history for those who keep it."""

    def get(self, request, kind, public_id):
        kind = kind_or_404(kind)
        entry = get_object_or_404(kind.entries, public_id=public_id)
        may_edit = can_edit_catalogue(request.user)
        context = {
            "kind": kind,
            "sheet": entry_sheet(kind, entry, request.user),
            "may_edit": may_edit,
            "crumbs": crumbs_of(
                (kind.title, reverse("catalogue_list", args=[kind.slug])), (entry_name(entry), "")
            ),
        }
        if may_edit:
            context |= listed(request, about.of_entry(request.user, entry))
        return render(request, "catalogue/entry.html", context)
