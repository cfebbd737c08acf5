"""The signed papers of a sent consolidated report: taken from the department, handed out to who reads the report."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect

from agencies.services import log_download
from portal.forms.revised import refuse
from portal.forms.signed import SignedCopyForm
from portal.links import consolidated_page
from portal.uploads import file_name_of
from portal.views.consolidated import ConsolidatedPageView, consolidated_or_404, version_or_404
from reporting.files import FileLostError, open_file
from reporting.models import SignedCopy
from reporting.services.signed_copies import add_signed_copy


class SignedCopyView(ConsolidatedPageView):
    """The form for the signed paper of a version that was sent."""

    def get(self, request, slug, year, kind, number):
        page, shown, version = self._asked(slug, year, kind, number)
        initial = {name: getattr(version, name) for name in ("document_day", "signer_title", "signer_name")}
        return self._page(page, shown, version, SignedCopyForm(initial=initial))

    def post(self, request, slug, year, kind, number):
        page, shown, version = self._asked(slug, year, kind, number)
        form = SignedCopyForm(request.POST, request.FILES)
        if form.is_valid():
            given = dict(form.cleaned_data)
            upload = given.pop("file")
            try:
                add_signed_copy(version, upload, name=file_name_of(upload.name), by=request.user, **given)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, f"Đã nhận bản đã ký của bản số {version.number}.")
                return redirect(self._version_page(version))
        return self._page(page, shown, version, form, status=422)

    def _asked(self, slug, year, kind, number):
        page, shown = consolidated_or_404(self.request, slug, year, kind)
        version = version_or_404(shown, number)
        if not shown.may_write:
            raise PermissionDenied("Chỉ Sở Công Thương của tỉnh nộp bản đã ký.")
        if not version.is_sent:
            raise Http404
        return page, shown, version

    def _page(self, page, shown, version, form, status=200):
        return self.shown("consolidated/sign.html", page, shown, status, version=version, form=form)

    def _version_page(self, version) -> str:
        return consolidated_page(version.year, "version", kind=version.kind, number=version.number)


class SignedCopyFileView(ConsolidatedPageView):
    """A signed paper, as a download: nothing of it is shown by the portal itself."""

    def get(self, request, slug, year, kind, number, file):
        _, shown = consolidated_or_404(request, slug, year, kind)
        version = version_or_404(shown, number)
        rows = SignedCopy.objects.visible_to(request.user).filter(consolidation=version)
        found = get_object_or_404(rows, public_id=file)
        try:
            content = open_file(found.checksum, found.size)
        except FileLostError:
            messages.error(request, "Tệp này không còn trên máy chủ; hãy báo người vận hành cổng.")
            return redirect(shown.url)
        about = ("reporting_signedcopy", str(found.pk))
        log_download(request.user, about=about, version=version.version_id, name="bản đã ký")
        response = FileResponse(
            content, as_attachment=True, filename=found.file_name, content_type="application/pdf"
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
