"""The scanned decision of a version: handed out to whoever may read the version, added by its department."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views import View

from agencies.rights import Right
from agencies.services import log_download
from plans.models import DecisionScan, PlanVersion
from portal.drafting.scans import keep_scan
from portal.forms.life import ScanForm
from portal.views.plan import page_or_404
from reporting.files import FileLostError, open_file


class DecisionView(View):
    """The file, as a download: nothing of it is shown by the portal itself."""

    def get(self, request, slug, checksum):
        versions = PlanVersion.objects.visible_to(request.user).filter(plan__slug=slug)
        scans = DecisionScan.objects.filter(version__in=versions, checksum=checksum)
        scan = scans.first()
        if scan is None:
            raise Http404
        try:
            file = open_file(scan.checksum, scan.size)
        except FileLostError:
            messages.error(request, "Tệp này không còn trên máy chủ; hãy báo người vận hành cổng.")
            return redirect("plan_versions", slug)
        log_download(
            request.user,
            about=("plans_decisionscan", str(scan.pk)),
            version=scan.version_id,
            name=scan.file_name,
        )
        response = FileResponse(
            file, as_attachment=True, filename=scan.file_name, content_type="application/pdf"
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class AddDecisionView(View):
    """Takes the scan of an issued version, when it comes later than the day of issue or is better."""

    def get(self, request, slug):
        return self._page(self._asked(slug), ScanForm())

    def post(self, request, slug):
        page = self._asked(slug)
        form = ScanForm(request.POST, request.FILES)
        form.fields["scan"].required = True
        if form.is_valid():
            try:
                keep_scan(page.version, form.cleaned_data["scan"], by=request.user)
            except ValidationError as error:
                form.add_error("scan", error)
            else:
                messages.success(request, f"Đã nộp bản chụp quyết định của bản số {page.version.number}.")
                return redirect("plan_versions", slug)
        return self._page(page, form, status=422)

    def _asked(self, slug):
        page = page_or_404(self.request, slug, is_whole=False)
        if not self.request.user.may(Right.WRITE_PLANS, province=page.plan.province):
            raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh nộp được bản chụp quyết định.")
        return page

    def _page(self, page, form, status=200):
        context = {"page": page, "tab": "plan_versions", "form": form}
        return render(self.request, "plan/decision.html", context, status=status)
