"""Provinces side by side: by component, by target, by source of money, and on a map. For everyone signed in.

What the pages say is in `portal.nationwide`; here an address becomes a choice, and its table a page or a workbook.
"""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views import View

from agencies.models.province import bare_name
from core.sorting import sort_key
from plans.enums import Component
from portal.downloads import table_download
from portal.nationwide import sheets
from portal.nationwide.choice import BORDERS, MEASURES, Choice
from portal.nationwide.components import component_cells, component_rows
from portal.nationwide.money import LABELS, money_comparison, source_columns
from portal.nationwide.plans import plans_in_force
from portal.nationwide.targets import target_comparison
from portal.nationwide.tiles import country_map
from portal.table_sort import Column, TableSort

TABS = {
    "compare": "Theo hợp phần",
    "compare_targets": "Mục tiêu",
    "compare_money": "Kinh phí",
    "compare_map": "Bản đồ",
}


class ComparisonView(View):
    """What the pages have in common: the header with its tabs, the filters, and the download of their table."""

    name = ""
    template_name = ""
    title = ""

    def get(self, request):
        choice = Choice(request.GET, request.user)
        return self.answer(request, choice)

    def sort(self, choice: Choice, columns: list[Column], **switches: str) -> TableSort:
        """The order of the page's table; an order that means nothing is named with the other filters."""
        sort = TableSort(choice.sort, columns, choice.query(**switches))
        if sort.is_refused:
            choice.refuse("sort")
        return sort

    def download(self, sheet, title: str = ""):
        """The table as a file named after the page, or `title`."""
        return table_download(sheet, title or self.title, by=self.request.user)

    def page(self, request, choice: Choice, sort: TableSort | None = None, switches=None, **context):
        """The page with its table under `context`; `switches` are what else than filters the address says."""
        query = choice.query(**(switches or {}), sort=sort.asked if sort else "")
        common = {
            "title": self.title,
            "choice": choice,
            "sort": sort,
            "switches": {name: value for name, value in (switches or {}).items() if value},
            "tabs": [
                (label, _address(name, choice.filters), name == self.name) for name, label in TABS.items()
            ],
            "download": "?" + urlencode(query | {"download": "xlsx"}),
            "plain": reverse(self.name),
        }
        return render(request, self.template_name, common | context)


class CompareView(ComparisonView):
    """Provinces by the five component projects; with `?component=` all groups and tasks of one of them."""

    name = "compare"
    template_name = "compare/compare.html"
    title = "So sánh theo hợp phần"

    def answer(self, request, choice):
        plans = plans_in_force(request.user, choice)
        components = [
            (code, label, _address("compare", choice.query(component=code)))
            for code, label in Component.choices
        ]
        if choice.component:
            return self._one_component(request, choice, plans, components)
        columns = [
            Column(
                "Tỉnh, kế hoạch", lambda row: sort_key(bare_name(row.plan.province)), "province", is_name=True
            )
        ]
        columns += [Column(label, _tasks_of(code), code) for code, label in Component.choices]
        columns += [Column("Tổng số nhiệm vụ", lambda row: row.plan.tasks, "tasks", is_number=True)]
        sort = self.sort(choice, columns)
        rows = sort.sorted(component_rows(plans))
        if _is_download(request):
            return self.download(sheets.components_sheet(rows, self.title, choice.words))
        return self.page(request, choice, sort, rows=rows, components=components)

    def _one_component(self, request, choice, plans, components):
        label = Component(choice.component).label
        cells = component_cells(plans, choice.component)
        without = [plan for plan in plans if plan.slug not in {cell.plan.slug for cell in cells}]
        if _is_download(request):
            title = f"{self.title}: {label}"
            return self.download(sheets.component_sheet(cells, title, choice.words), title)
        return self.page(
            request,
            choice,
            switches={"component": choice.component},
            cells=cells,
            without=without,
            label=label,
            components=components,
            all_components=_address("compare", choice.filters),
        )


class CompareTargetsView(ComparisonView):
    """Targets of the plans beside the national ones, indicator by indicator; not to be sorted, never ranked."""

    name = "compare_targets"
    template_name = "compare/compare_targets.html"
    title = "So sánh mục tiêu"

    def answer(self, request, choice):
        plans = plans_in_force(request.user, choice)
        comparisons = target_comparison(plans)
        if _is_download(request):
            return self.download(sheets.targets_sheet(comparisons, self.title, choice.words))
        return self.page(request, choice, plans=plans, comparisons=comparisons)


class CompareMoneyView(ComparisonView):
    """Money by source, by the province that issued the plan or by the one that answers for it today."""

    name = "compare_money"
    template_name = "compare/compare_money.html"
    title = "So sánh kinh phí"

    def answer(self, request, choice):
        plans = plans_in_force(request.user, choice)
        is_today = choice.borders == "34"
        if is_today:
            plans.sort(key=lambda plan: sort_key(bare_name(plan.today)))
        columns = [
            Column(
                "Tỉnh, kế hoạch",
                lambda row: sort_key(bare_name(row.plan.today if is_today else row.plan.province)),
                "province",
                is_name=True,
            ),
            Column("Kỳ", lambda line: line.plan.period, "period"),
            *(
                Column(LABELS[source], _money_of(source), source, is_number=True)
                for source in source_columns(plans)
            ),
            Column("Tổng tính", lambda line: line.plan.total, "money", is_number=True),
            Column("Tổng in", lambda line: line.plan.money.published, "published", is_number=True),
            Column("Phạm vi"),
        ]
        switches = {"borders": choice.borders}
        sort = self.sort(choice, columns, **switches)
        money = money_comparison(plans)
        lines = sort.sorted(money.lines)
        if _is_download(request):
            return self.download(sheets.money_sheet(money, lines, self.title, choice.words))
        return self.page(
            request,
            choice,
            sort,
            switches,
            money=money,
            lines=lines,
            is_today=is_today,
            borders=_borders(choice, "63"),
        )


class CompareMapView(ComparisonView):
    """The country as tiles, of the 34 provinces of today or of the 63, by a chosen measure; the same as a table."""

    name = "compare_map"
    template_name = "compare/compare_map.html"
    title = "Bản đồ kế hoạch"

    def answer(self, request, choice):
        country = country_map(request.user, choice)
        switches = {"borders": choice.borders, "measure": choice.measure if choice.measure != "plan" else ""}
        columns = [
            Column("Tỉnh, thành phố", lambda tile: sort_key(bare_name(tile.name)), "province", is_name=True),
            Column("Kế hoạch"),
            Column("Số nhiệm vụ", lambda tile: tile.tasks, "tasks", is_number=True),
            Column("Kinh phí", lambda tile: tile.total, "money", unit="triệu đồng", is_number=True),
            Column("Sai lệch chưa có quyết định", lambda tile: tile.findings, "findings", is_number=True),
        ]
        sort = self.sort(choice, columns, **switches)
        rows = sort.sorted(sorted(country.tiles, key=lambda tile: sort_key(bare_name(tile.name))))
        if _is_download(request):
            return self.download(sheets.map_sheet(rows, self.title, choice.words))
        measures = [
            (
                label,
                _address("compare_map", choice.query(borders=choice.borders, measure=code)),
                code == choice.measure,
            )
            for code, label in MEASURES.items()
        ]
        tiles = [
            (t, t.level(choice.measure), t.text(choice.measure), t.words(choice.measure))
            for t in country.tiles
        ]
        return self.page(
            request, choice, sort, switches, country=country, tiles=tiles, rows=rows, measures=measures,
            borders=_borders(choice, "34", measure=switches["measure"]), measure_label=MEASURES[choice.measure],
        )  # fmt: skip


def _is_download(request) -> bool:
    return request.GET.get("download") == "xlsx"


def _address(name: str, query: dict[str, str]) -> str:
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


def _borders(choice: Choice, default: str, **switches: str) -> list[tuple[str, str, bool]]:
    """The switch between the provinces of today and those until 30/06/2025; the sort stays."""
    return [
        (
            label,
            "?" + urlencode(choice.query(borders=code, sort=choice.sort, **switches)),
            code == (choice.borders or default),
        )
        for code, label in BORDERS.items()
    ]


def _tasks_of(component: str):
    return lambda row: row.cells[component].tasks


def _money_of(source: str):
    return lambda line: line.of(source)
