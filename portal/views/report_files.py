"""Files of a report: taken for a task, for the whole or as the signed paper; handed out as downloads."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from agencies.services import log_download
from portal.forms.report import EvidenceForm
from portal.forms.revised import refuse
from portal.report_pages.page import ReportPage
from portal.uploads import file_name_of
from portal.views.reports import draft_page_or_moved, report_page_or_404, writers_page_or_refused
from reporting.enums import ReportStatus
from reporting.files import FileLostError, open_file
from reporting.models import Evidence
from reporting.printed_tasks import is_task
from reporting.report_faults import GENERAL
from reporting.services.digests import PAPER
from reporting.services.evidence import add_evidence, remove_evidence


class EvidenceView(View):
    """All files of a report by place; POST takes one for a place, and goes back to the task's page."""

    def get(self, request, public_id):
        page = writers_page_or_refused(request, public_id)
        if page.report is None:
            return redirect("report", public_id)
        return self._page(page)

    def post(self, request, public_id):
        page = writers_page_or_refused(request, public_id)
        if page.report is None:
            return redirect("report", public_id)
        form, place = EvidenceForm(request.POST, request.FILES), request.POST.get("place", "")
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                name = file_name_of(upload.name)
                kept = add_evidence(page.report, upload, place=place, name=name, by=request.user)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, f"Đã nhận tệp {kept.file_name}.")
                return redirect(after_file(request, page, place))
        return self._page(page, form, status=422)

    def _page(self, page: ReportPage, refused: EvidenceForm | None = None, status: int = 200):
        files = list(page.written.evidence_rows.all())
        may_add = bool(page.draft)
        adds_paper = may_add or (page.report.status == ReportStatus.SUBMITTED and not page.closed)
        places = [(GENERAL, "Tài liệu chung", may_add)]
        places += [(line.entry.place, f"{line.label}: {line.title}", may_add) for line in page.lines]
        places.append((PAPER, "Báo cáo đã ký (PDF)", adds_paper))
        parts = [
            {
                "place": place,
                "title": title,
                "may_add": open_,
                "files": [one for one in files if one.place == place],
                "form": refused if refused and refused.data.get("place") == place
                else EvidenceForm(initial={"place": place}, auto_id=f"id_%s_{number}"),
            }
            for number, (place, title, open_) in enumerate(places)
        ]  # fmt: skip
        context = {
            "page": page,
            "parts": parts,
            "refused": refused,
            "crumbs": page.crumbs("Tài liệu minh chứng"),
        }
        return render(self.request, "report/evidence.html", context, status=status)


class EvidenceFileView(View):
    """One file, as a download: nothing of it is shown by the portal itself."""

    def get(self, request, public_id, file):
        page = report_page_or_404(request.user, public_id)
        rows = Evidence.objects.visible_to(request.user).filter(report__obligation=page.obligation)
        found = get_object_or_404(rows.select_related("report"), public_id=file)
        try:
            content = open_file(found.checksum, found.size)
        except FileLostError:
            messages.error(request, "Tệp này không còn trên máy chủ; hãy báo người vận hành cổng.")
            return redirect("report", public_id)
        about = ("reporting_evidence", str(found.pk))
        log_download(request.user, about=about, version=found.report.version_id, name="tài liệu minh chứng")
        response = FileResponse(
            content, as_attachment=True, filename=found.file_name, content_type=found.media_type
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class RemoveEvidenceView(View):
    """Takes a file out of a draft."""

    def post(self, request, public_id, file):
        page = draft_page_or_moved(request, public_id)
        if not isinstance(page, ReportPage):
            return page
        found = next((one for one in page.report.evidence_rows.all() if one.public_id == file), None)
        if found is None:
            raise Http404
        try:
            remove_evidence(found, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã bỏ tệp {found.file_name}.")
        return redirect(after_file(request, page, found.place))


def after_file(request, page: ReportPage, place: str) -> str:
    """Where one goes on after a file came or went: the page that one came from, else that of all files."""
    if "back" in request.POST and is_task(place):
        return page.url_of(place) + "#minh-chung"
    if "back" in request.POST and place == PAPER and page.report.is_paper:
        return page.url("report_paper")
    return page.url("report_evidence")
