"""Pages of the documents that were asked for: the list, one run with its progress, its file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from agencies.services import log_download
from reporting.documents import DOCUMENTS
from reporting.files import FileLostError, open_file
from reporting.models import ReportRun
from reporting.permissions import can_change_run
from reporting.selectors import what_is_waited_for
from reporting.services import cancel_run, note_lost_file, retry_run

PAGE_SIZE = 20


class RunsView(View):
    """The documents that one's province (or the ministry) asked for, newest first."""

    def get(self, request):
        runs = ReportRun.objects.visible_to(request.user).with_names()
        page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
        return render(request, "reporting/runs.html", {"page": page})


class OneRunView(View):
    """A run that the person may see; anybody else's is not found."""

    def run(self, public_id) -> ReportRun:
        visible = ReportRun.objects.visible_to(self.request.user).with_names()
        return get_object_or_404(visible, public_id=public_id)

    def page(self, template: str, run: ReportRun, status: int = 200):
        may_change = can_change_run(self.request.user, run)
        context = {"run": run, "waiting": what_is_waited_for(run), "may_change": may_change}
        response = render(self.request, template, context, status=status)
        response["Cache-Control"] = "no-store"
        return response


class RunView(OneRunView):
    """What was asked for, by whom, how far it is, and its file."""

    def get(self, request, public_id):
        return self.page("reporting/run.html", self.run(public_id))


class RunProgressView(OneRunView):
    """The part of the page that changes, for htmx."""

    def get(self, request, public_id):
        return self.page("reporting/run_progress.html", self.run(public_id))


class RunDownloadView(OneRunView):
    """The file. Where it is gone the page of the run says so and offers to make it again."""

    def get(self, request, public_id):
        run = self.run(public_id)
        if not run.has_file:
            return self.page("reporting/run.html", run, status=410 if run.file_lost_at else 409)
        try:
            file = open_file(run.checksum, run.size)
        except FileLostError:
            note_lost_file(run)
            return self.page("reporting/run.html", run, status=410)
        told_of = run.least_known_version
        log_download(
            request.user,
            about=("reporting_reportrun", str(run.pk)),
            version=told_of.pk if told_of else None,
            name=run.file_name,
        )
        response = FileResponse(
            file, as_attachment=True, filename=run.file_name, content_type=DOCUMENTS[run.kind].media_type
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class CancelRunView(OneRunView):
    """Ends a run that is not finished."""

    def post(self, request, public_id):
        cancel_run(self.run(public_id), by=request.user)
        return redirect("run", public_id)


class RetryRunView(OneRunView):
    """Has a failed, cancelled or lost document made again."""

    def post(self, request, public_id):
        try:
            run = retry_run(self.run(public_id), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("run", public_id)
        return redirect("run", run.public_id)
