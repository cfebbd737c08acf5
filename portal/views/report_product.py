"""Writing a facility's report: one product a page, which saves itself; products are added and taken out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views import View

from portal.forms.product import ProductForm
from portal.report_pages.page import ReportPage
from portal.report_pages.product import product_context, told_savings
from portal.views.report_task import WrittenView
from portal.views.reports import draft_page_or_moved
from reporting.models import ProductEntry
from reporting.savings import open_doubts
from reporting.services.products import add_product, remove_product, save_product


class ReportProductView(WrittenView):
    """What is said of one product."""

    def row_of(self, page, number):
        return page.product_at(number)

    def form_of(self, page, row, data=None):
        return ProductForm(data, product=row)

    def keep(self, row, form):
        save_product(row, form.given, revision=form.cleaned_data["revision"], by=self.request.user)
        rows = ProductEntry.objects.select_related("changed_by").prefetch_related("resource_rows")
        saved = rows.get(pk=row.pk)
        form.told = told_savings(saved)
        form.note = "; có số cần xác nhận, bấm Lưu để xem" if open_doubts(saved) else ""
        return saved

    def after(self, page, row):
        doubts = open_doubts(row)
        if "stay" in self.request.POST or doubts:
            messages.success(self.request, "Đã lưu; có số liệu nên xem lại." if doubts else "Đã lưu.")
            return page.url_of(row.place)
        return page.url("report")

    def page(self, page, row, form, status=200, **extra):
        context = product_context(page, row, form) | extra
        return render(self.request, "report/product.html", context, status=status)


class AddProductView(View):
    """Adds an empty product to a draft."""

    def post(self, request, public_id):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        try:
            product = add_product(page.report, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(page.url("report"))
        return redirect(page.url_of(product.place))


class RemoveProductView(View):
    """Takes a product out of a draft."""

    def post(self, request, public_id, number):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        product = page.product_at(number)
        try:
            remove_product(product, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã bỏ {product}.")
        return redirect(page.url("report"))
