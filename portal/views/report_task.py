"""Writing a report: one task a page, the general part; each saves itself while one types, or by its button."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from core.editing import StaleWriteError
from core.words import LIMIT, vnd_in_words
from portal.forms.report import EntryForm, EvidenceForm, GeneralForm
from portal.forms.revised import refuse
from portal.report_pages.page import ReportPage
from portal.report_pages.task import task_context
from portal.views.reports import draft_page_or_moved
from reporting.models import Remark
from reporting.report_faults import GENERAL
from reporting.services.entries import answer_remark, save_entry, save_general, take_last_year

OVERTAKEN = "Người khác vừa ghi phần này; hãy bấm Lưu để xem hai bên và chọn."


class WrittenView(View):
    """A part of a draft that is written on a page of its own; `autosave` in what is sent asks for an answer in JSON."""

    def get(self, request, public_id, **place):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        row = self.row_of(page, **place)
        return self.page(page, row, self.form_of(page, row))

    def post(self, request, public_id, **place):
        page = draft_page_or_moved(request, public_id)
        is_auto = "autosave" in request.POST
        if not isinstance(page, ReportPage):
            return JsonResponse({"message": "Báo cáo không còn mở để sửa."}, status=409) if is_auto else page
        row = self.row_of(page, **place)
        form = self.form_of(page, row, request.POST)
        form.is_valid()
        try:
            if "revision" in form.errors:
                raise ValidationError("Trang đã cũ; hãy mở lại rồi sửa.")
            saved = self.keep(row, form)
        except ValidationError as error:
            refuse(form, error)
            return told_badly(form) if is_auto else self.page(page, row, form, status=422)
        except StaleWriteError as error:
            if is_auto:
                return JsonResponse({"message": OVERTAKEN}, status=409)
            form, conflicts = form.after(error)
            return self.page(page, error.current, form, status=409, conflicts=conflicts)
        if is_auto:
            return told_well(form, saved)
        if form.errors:
            return self.page(page, saved, self.form_of(page, saved, _seen(request.POST, saved)), status=422)
        return redirect(self.after(page, saved))

    def after(self, page: ReportPage, row) -> str:
        """Where one goes after saving."""
        return page.url("report")


class ReportTaskView(WrittenView):
    """What is said of one task, beside what the plan prints about it."""

    def row_of(self, page, place):
        return page.entry_alone(place) if self.request.method == "POST" else page.entry_at(place)

    def form_of(self, page, row, data=None):
        row.report = page.report
        return EntryForm(data, entry=row)

    def keep(self, row, form):
        return save_entry(row, form.given, revision=form.cleaned_data["revision"], by=self.request.user)

    def after(self, page, row):
        if "stay" in self.request.POST:
            messages.success(self.request, "Đã lưu.")
            return page.url_of(row.place)
        after = page.place_after(row.place) if "next" in self.request.POST else ""
        return page.url_of(after) if after else page.url("report")

    def page(self, page, row, form, status=200, **extra):
        context = task_context(page, row, form) | {
            "evidence_form": EvidenceForm(initial={"place": row.place})
        }
        return render(self.request, "report/task.html", context | extra, status=status)


class ReportGeneralView(WrittenView):
    """What is said of the year as a whole."""

    def row_of(self, page):
        return page.report

    def form_of(self, page, row, data=None):
        return GeneralForm(data, row=row)

    def keep(self, row, form):
        return save_general(row, revision=form.cleaned_data["revision"], by=self.request.user, **form.wanted)

    def page(self, page, row, form, status=200, **extra):
        context = {
            "page": page,
            "form": form,
            "crumbs": page.crumbs("Phần chung"),
            "remarks": page.remarks_at(GENERAL),
        }
        return render(self.request, "report/general.html", context | extra, status=status)


class LastYearView(View):
    """Takes last year's texts of a task where nothing is said yet."""

    def post(self, request, public_id, place):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        entry = page.entry_at(place)
        last = task_context(page, entry, None)["last"]
        if last is None:
            raise Http404
        try:
            take_last_year(entry, last, by=request.user)
            messages.success(request, "Đã lấy nội dung năm trước vào các ô còn trống; hãy sửa theo năm nay.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(page.url_of(place))


class AnswerView(View):
    """Answers a remark of the department at its place."""

    def post(self, request, public_id, remark):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        rows = Remark.objects.visible_to(request.user).filter(report__obligation=page.obligation)
        found = get_object_or_404(rows, public_id=remark)
        try:
            answer_remark(found, request.POST.get("answer", ""), by=request.user, report=page.report)
            messages.success(request, "Đã ghi trả lời.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(page.page_after_answer(found.place))


def told_well(form, row) -> JsonResponse:
    """What autosave learns: when, the revision now, what was understood, and what could not be read."""
    at = timezone.localtime()
    words = {name: amount_words(dong) for name, dong in getattr(form, "words", {}).items()}
    words |= getattr(form, "told", {})
    errors = {name: " ".join(found) for name, found in form.errors.items()}
    message = f"Đã lưu {at:%H:%M}" + ("; có ô chưa đọc được" if errors else getattr(form, "note", ""))
    return JsonResponse({"message": message, "revision": row.revision, "words": words, "errors": errors})


def told_badly(form) -> JsonResponse:
    errors = {name: " ".join(found) for name, found in form.errors.items()}
    general = (
        errors.pop("__all__", "") or errors.pop("revision", "") or "Chưa lưu được; hãy xem các ô báo lỗi."
    )
    return JsonResponse({"message": general, "errors": errors}, status=422)


def amount_words(dong: int) -> str:
    """An amount in words, as it was understood."""
    return vnd_in_words(dong) if 0 <= dong < LIMIT else ""


def _seen(data, row):
    """What was typed, over the row as it is now."""
    data = data.copy()
    data["revision"] = str(row.revision)
    return data
