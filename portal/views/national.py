"""The national report of a year for the ministry: tabs with addresses of their own, each table sorted and downloaded.

What the tables say is made by `reporting.builders.national`; here an address becomes a selection, and a sheet a page.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from portal.downloads import table_download
from portal.national.choice import TABS, NationalChoice
from portal.national.map import report_map
from portal.national.table import PageTable, report_links
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.tables import tables_of
from reporting.builders.national.words import BORDERS
from reporting.enums import NATIONAL
from reporting.permissions import can_read_national, can_request_national
from reporting.services import request_national


class NationalView(View):
    """One tab: its tables of the selection as a page, or with `?download=` one of them as a workbook."""

    tab = "overview"

    def get(self, request):
        if not can_read_national(request.user):
            raise PermissionDenied("Báo cáo toàn quốc dành cho Bộ Công Thương.")
        choice = NationalChoice(request.GET)
        facts = NationalFacts(choice.selection)
        tables = self.tables(choice, facts)
        for table in tables:
            if request.GET.get("download") == table.key:
                return table_download(table.sheet, table.title, by=request.user)
        return render(request, "national/national.html", self.context(choice, facts, tables))

    def tables(self, choice: NationalChoice, facts: NationalFacts) -> list[PageTable]:
        """The tab's tables, one of them in the order asked for."""
        query, reports = choice.query(), report_links(facts)
        made = [
            PageTable(key, sheet, choice.sort, query, reports)
            for key, sheet in tables_of(facts, self.tab).items()
        ]
        if choice.sort and all(table.sort.is_refused for table in made):
            choice.refuse("sort")
        return made

    def context(self, choice: NationalChoice, facts: NationalFacts, tables: list[PageTable]) -> dict:
        """What the page shows beside its tables: tabs and switches that keep the selection, the map on the first tab."""
        name, label = TABS[self.tab]
        plain, switched = reverse(name), choice.sort and {"sort": choice.sort}
        return {
            "choice": choice,
            "facts": facts,
            "label": label,
            "tables": [
                (table, "?" + urlencode(choice.query(download=table.key, **(switched or {}))))
                for table in tables
            ],
            "tabs": [
                (words, f"{reverse(route)}?{urlencode(choice.query())}", tab == self.tab)
                for tab, (route, words) in TABS.items()
            ],
            "borders": [
                (words, "?" + urlencode(choice.query(borders=code)), code == choice.borders)
                for code, words in BORDERS.items()
            ],
            "plain": plain,
            "file_url": f"{reverse('national_file')}?{urlencode(choice.query())}",
            "files": [(kind.value, f"Tạo {kind.label[0].lower()}{kind.label[1:]}") for kind in NATIONAL]
            if can_request_national(self.request.user)
            else [],
            "all": f"{plain}?{urlencode({'year': choice.year})}",
            "map": report_map(facts, choice.all_provinces) if self.tab == "overview" else None,
        }


class NationalFileView(View):
    """Asks for the whole report of the selection as a file; its page tells how far it is."""

    def post(self, request):
        kind, choice = request.POST.get("kind"), NationalChoice(request.GET)
        if kind not in NATIONAL:
            raise Http404
        try:
            run = request_national(choice.selection, kind, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(f"{reverse('national')}?{urlencode(choice.query())}")
        return redirect("run", run.public_id)
