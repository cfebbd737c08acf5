"""Reviewing a report: looked at part by part, remarked on, returned, accepted, opened again; its versions compared."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from portal.forms.review import AcceptForm, RemarkForm, ReturnForm
from portal.forms.revised import refuse
from portal.report_pages.page import report_page_or_404
from portal.report_pages.review import ReviewPage, compared_parts, review_page_or_404
from reporting.models import Report
from reporting.services import accept_report, add_remark, begin_review, reopen, return_report
from reporting.services.review import CONCERNS

NOT_DEPARTMENT = "Chỉ Sở Công Thương của tỉnh xem xét báo cáo."


class ReviewView(View):
    """The report beside the plan and last year's, with the forms of a decision; POST begins the review."""

    def get(self, request, public_id):
        return review_answer(request, reviewers_page(request, public_id))

    def post(self, request, public_id):
        page = reviewers_page(request, public_id)
        try:
            begin_review(page.reviewed, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("report_review", public_id)


class DecisionView(View):
    """A step of the review that asks for words: derived classes say which form, what it does and what is said then."""

    form_class: type
    name: str

    def post(self, request, public_id):
        page = reviewers_page(request, public_id)
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                place = self.done(page, form.cleaned_data)
            except ValidationError as error:
                if error_code(error) != CONCERNS:  # the page lists what is open anyway
                    refuse(form, error)
                else:
                    form.add_error("despite", "Còn điểm chưa xong ở trên; đánh dấu nếu bạn vẫn duyệt.")
            else:
                return redirect(page.url("report_review") + place)
        return review_answer(
            request, review_page_or_404(request.user, public_id), status=422, **{self.name: form}
        )

    def done(self, page: ReviewPage, given: dict) -> str:
        """Decides, says so, and gives the place of the page to go on at."""
        raise NotImplementedError

    def link(self, page: ReviewPage) -> str:
        """The address of the report for the mails."""
        return self.request.build_absolute_uri(page.url("report"))


class RemarkView(DecisionView):
    """Remarks on one part of the report."""

    form_class, name = RemarkForm, "remark_form"

    def done(self, page, given):
        add_remark(page.reviewed, given["place"], given["text"], by=self.request.user)
        messages.success(self.request, "Đã ghi nhận xét.")
        return next(
            (f"#{one.section.anchor}" for one in page.parts if one.section.place == given["place"]), ""
        )


class ReturnView(DecisionView):
    """Gives the report back, with the reason; an accepted one too."""

    form_class, name = ReturnForm, "return_form"

    def done(self, page, given):
        act = reopen if page.may_reopen else return_report
        act(page.reviewed, by=self.request.user, comment=given["comment"], link=self.link(page))
        messages.success(self.request, "Đã trả lại báo cáo; cơ quan được báo qua thư điện tử.")
        return ""


class AcceptView(DecisionView):
    """Accepts the report."""

    form_class, name = AcceptForm, "accept_form"

    def done(self, page, given):
        link = self.link(page)
        accept_report(page.reviewed, by=self.request.user, despite=given["despite"], link=link)
        messages.success(self.request, "Đã duyệt báo cáo; cơ quan được báo qua thư điện tử.")
        return ""


class CompareVersionsView(View):
    """Two versions of a report, side by side."""

    def get(self, request, public_id, older, newer):
        page = report_page_or_404(request.user, public_id)
        rows = Report.objects.visible_to(request.user).with_content().filter(obligation=page.obligation)
        numbers = [int(one) for one in (older, newer) if one.isascii() and one.isdecimal() and len(one) < 5]
        found = sorted(rows.filter(number__in=numbers), key=lambda one: one.number)
        if len(found) != 2 or numbers != [one.number for one in found]:
            raise Http404
        parts = compared_parts(*found)
        context = {
            "page": page,
            "older": found[0],
            "newer": found[1],
            "changed": [one for one in parts if one.differs],
            "same": [one for one in parts if not one.differs],
            "crumbs": page.crumbs(f"So lần {older} với lần {newer}"),
        }
        return render(request, "review/compare.html", context)


def reviewers_page(request, public_id) -> ReviewPage:
    """The page of a report that was sent, for who reviews it; 404 for who does not see it, 403 for who only reads it."""
    page = review_page_or_404(request.user, public_id)
    if not page.reviews:
        raise PermissionDenied(NOT_DEPARTMENT)
    page.reviewed  # noqa: B018 (404 where nothing was sent)
    return page


def review_answer(request, page: ReviewPage, *, status: int = 200, **refused):
    """The page of the review, with a form that was refused where there is one."""
    asked = refused.get("remark_form")
    rows = []
    for number, part in enumerate(page.parts):
        form = RemarkForm(initial={"place": part.section.place}, auto_id=f"id_%s_{number}")
        if asked and asked.data.get("place") == part.section.place:
            form = asked
        rows.append((part, form))
    context = {
        "page": page,
        "report": page.reviewed,
        "content": page.content,
        "rows": rows,
        "refused": next(iter(refused.values()), None),
        "return_form": ReturnForm(initial={"comment": page.true_up_words}),
        "accept_form": AcceptForm(),
        "crumbs": page.crumbs("Xem xét"),
    }
    return render(request, "review/review.html", context | refused, status=status)


def error_code(error: ValidationError) -> str:
    """The code of an error of one kind; empty for errors by field."""
    return "" if hasattr(error, "error_dict") else next((one.code or "" for one in error.error_list), "")
