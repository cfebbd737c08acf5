"""The components of the pages in all their states, for who builds pages."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views import View

from agencies.forms import ApiTokenForm
from budgets.tables import MoneyCell, MoneyRow, MoneyTable

LONG_TEXT = (
    "Tổ chức các lớp tập huấn về sản xuất sạch hơn cho cán bộ quản lý và doanh nghiệp trên địa bàn tỉnh. " * 6
)


class GalleryView(View):
    """Shown in development only; elsewhere there is no such page."""

    def get(self, request):
        if not settings.DEBUG:
            raise Http404
        context = {"form": ApiTokenForm({}), "money": example_table(), "long_text": LONG_TEXT}
        return render(request, "portal/gallery.html", context)


def example_table() -> MoneyTable:
    """A table with every state that a cell of money can have."""
    million = 10**6

    def amount(value: int, **more) -> MoneyCell:
        return MoneyCell("amount", amount=value * million, **more)

    split = [amount(1390), amount(0), MoneyCell("none_given")]
    unsplit = [MoneyCell("empty"), amount(6120, span=2, label="NSĐP + DN")]
    rows = [
        MoneyRow(
            "1", "Nâng cao nhận thức và năng lực", "Giai đoạn 2016-2017", [split, unsplit], 7510 * million
        ),
        MoneyRow("2", "Hỗ trợ kỹ thuật", "Giai đoạn 2016-2017", [[MoneyCell("unknown", 3)]], None),
    ]
    total = MoneyRow("", "Tổng cộng", "", [split, unsplit], 7510 * million)
    return MoneyTable(["NSTW", "NSĐP", "DN"], rows, total, 7050 * million, 2017)
