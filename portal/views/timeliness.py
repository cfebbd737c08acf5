"""Who has reported in time, counted; and the units that may be commended. For who reads the reports of a province."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views import View

from agencies.rights import Right
from portal.downloads import table_download
from portal.timeliness.commended import Commended
from portal.timeliness.figures import GROUPS, Completeness
from portal.timeliness.sheets import commended_sheet, completeness_sheet
from portal.views.lists import address_of, page_of


class CompletenessView(View):
    """Reports owed, received, in time, late and missing by province, kind of agency or year."""

    def get(self, request):
        refuse_who_reads_none(request.user)
        table = Completeness(request.GET, request.user)
        if request.GET.get("download") == "xlsx":
            return table_download(completeness_sheet(table), table.title, by=request.user)
        context = {
            "table": table,
            "groups": [(label, address(table, by=key), key == table.by) for key, label in GROUPS.items()],
            "download": address(table, download="xlsx"),
            "other": address(table, sample="" if table.is_sample else "1"),
        }
        return render(request, "review/completeness.html", context)


class CommendedView(View):
    """The units whose reports of a year were accepted, with the facts for a proposal."""

    def get(self, request):
        refuse_who_reads_none(request.user)
        listed = Commended(request.GET, request.user)
        if request.GET.get("download") == "xlsx":
            return table_download(commended_sheet(listed), listed.title, by=request.user)
        context = {
            "listed": listed,
            "page": page_of(request, listed.units),
            "other_page": address_of(request) + "&page=",
            "years": [(year, address(listed, year=str(year)), year == listed.year) for year in listed.years],
            "download": address(listed, download="xlsx"),
            "other": address(listed, sample="" if listed.is_sample else "1"),
        }
        return render(request, "review/commended.html", context)


def refuse_who_reads_none(user) -> None:
    """PermissionDenied for who does not read the reports of others."""
    if not user.may(Right.READ_REPORTS):
        raise PermissionDenied("Vai trò của bạn không xem báo cáo của các cơ quan khác.")


def address(table, **changed: str) -> str:
    """The address of the table, or of one that differs."""
    return "?" + urlencode(table.query(**changed))
