"""Bringing a plan's annexes in from a file: the upload, what was read with every doubt, decisions, a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from agencies.enums import AgencyKind
from agencies.models import Agency
from agencies.rights import Right
from core import clock
from plans.enums import ImportStatus
from plans.models import AnnexImport
from portal.annexes.reference import directory_of
from portal.drafting.page import draft_page_or_404
from portal.drafting.starting import valid_programmes
from portal.forms.annex import OTHER, AnnexFileForm, MappingForm, NewPlanFileForm, decisions_in
from portal.importing.finishing import make_draft
from portal.importing.requests import (
    bring_file,
    correct_mapping,
    decide,
    discard_import,
    read_again,
    replace_file,
)
from portal.importing.result import Result
from portal.links import draft_page, plan_page
from portal.plan_document.reader import DocumentRefusedError
from portal.selectors import plan_title

LISTED = 20  # unfinished files on the page of the upload
FAULTS_SHOWN = 5
SAVED = "Đã lưu các lựa chọn; tệp đang được đọc lại theo đó. Hãy xem lại rồi tạo bản đang soạn."


class NewImportView(View):
    """The upload: for a new plan, or with ?plan= for a draft; and the files that were not finished."""

    def get(self, request):
        target = self._target()
        if target:
            return self._page(AnnexFileForm(), target)
        year = clock.today().year
        return self._page(self._plan_form(initial={"start": year, "end": year + 4}), None)

    def post(self, request):
        target, user = self._target(), request.user
        data = (request.POST, request.FILES)
        form = AnnexFileForm(*data) if target else self._plan_form(*data)
        if not form.is_valid():
            return self._page(form, target, status=422)
        given = form.cleaned_data | {"title": form.cleaned_data.get("title") or ""}
        file, _ = given.pop("file"), given.pop("is_second", None)
        if target:
            row = bring_file(file, target.plan.province, by=user, plan=target.plan)
        else:
            row = bring_file(file, user.membership.province, by=user, **given)
        return redirect("annex_import", row.public_id)

    def _plan_form(self, *data, **options) -> NewPlanFileForm:
        province = self.request.user.membership.province
        return NewPlanFileForm(*data, programmes=valid_programmes(), province=province, **options)

    def _target(self):
        """The draft into which the file goes; None for a new plan."""
        user = self.request.user
        if not user.may(Right.WRITE_PLANS):
            raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh đưa được tệp vào kế hoạch của tỉnh.")
        slug = self.request.GET.get("plan", "")
        if not slug:
            return None
        page = draft_page_or_404(user, slug)
        if not page.may_write:
            raise PermissionDenied("Bản này không mở để soạn nên không đưa tệp vào được.")
        return page

    def _page(self, form, target, status=200):
        rows = AnnexImport.objects.visible_to(self.request.user).unfinished().defer("result")
        if target:
            rows = rows.filter(plan=target.plan)
            crumbs = target.crumbs("Đưa vào từ tệp")
        else:
            crumbs = [
                ("Kế hoạch", reverse("plans")),
                ("Soạn kế hoạch mới", reverse("plan_new")),
                ("Từ tệp Word, Excel", ""),
            ]
        unfinished = rows.select_related("user", "plan")[:LISTED]
        context = {"form": form, "target": target, "crumbs": crumbs, "unfinished": unfinished}
        return render(self.request, "importing/new.html", context, status=status)


class OneImportView(View):
    """A file of one's province that is being brought in; anybody else's is not found."""

    def row(self, public_id) -> AnnexImport:
        rows = AnnexImport.objects.visible_to(self.request.user).select_related("province", "plan", "user")
        return get_object_or_404(rows, public_id=public_id)

    def page(
        self, row: AnnexImport, *, status=200, file_form=None, mapping_form=None, faults=None, typed=None
    ):
        """The page of the import as it is now, with whatever is wrong with what was sent."""
        result = Result(row) if row.status == ImportStatus.READ else None
        mapping_form = mapping_form or (MappingForm(mapping=result.mapping) if result else None)
        version = row.plan and row.plan.versions.unissued().first()
        context = {
            "row": row,
            "crumbs": self._crumbs(row),
            "result": result,
            "mapping_form": mapping_form,
            "tables": mapping_form.shown(result.tables) if result else [],
            "file_form": file_form or AnnexFileForm(),
            "faults": faults or {},
            "typed": typed or {},
            "other": OTHER,
            "agency_names": self._agency_names(row) if result else [],
            "into": plan_title(version) if version else str(row.plan or ""),
            "is_gone": bool(row.plan and not version),
            "groups_there": version.taskgroup_rows.count() if version else 0,
        }
        answer = render(self.request, "importing/import.html", context, status=status)
        answer["Cache-Control"] = "no-store"
        return answer

    def _agency_names(self, row: AnnexImport) -> list[str]:
        found = Agency.objects.filter(Q(province=row.province_id) | Q(province=None))
        found = found.exclude(kind=AgencyKind.FACILITY).order_by("sort_key")
        return list(found.values_list("name", flat=True))

    def _crumbs(self, row: AnnexImport) -> list[tuple[str, str]]:
        above = [("Kế hoạch", reverse("plans"))]
        if row.plan:
            above.append(("Soạn kế hoạch", _plan_now(row)))
        return [*above, ("Từ tệp Word, Excel", _upload_page(row)), (row.file_name, "")]


class ImportView(OneImportView):
    """What was read, with all that is doubtful; saves decisions, and makes the draft of it."""

    def get(self, request, public_id):
        row = self.row(public_id)
        if row.status == ImportStatus.DONE:
            return redirect(_plan_now(row))
        return self.page(row)

    def post(self, request, public_id):
        row = self.row(public_id)
        if row.status == ImportStatus.DONE:
            return redirect(_plan_now(row))
        if row.status != ImportStatus.READ:
            return redirect("annex_import", public_id)
        decisions, faults = decisions_in(request.POST, Result(row), directory_of(row.province))
        try:
            if decide(row, decisions, by=request.user) and not faults:
                messages.success(request, SAVED)
                return redirect("annex_import", public_id)
            if faults:
                typed = {name: request.POST.get(f"{name}-ten", "") for name in faults}
                row.refresh_from_db()
                return self.page(row, status=422, faults=faults, typed=typed)
            if "make" not in request.POST:
                messages.info(request, "Chưa có lựa chọn nào mới.")
                return redirect("annex_import", public_id)
            plan = make_draft(row, by=request.user)
        except ValidationError as error:
            return self.page(row, status=422, faults={"": " ".join(error.messages)})
        except DocumentRefusedError as error:
            told = "; ".join(map(str, error.problems[:FAULTS_SHOWN]))
            return self.page(row, status=422, faults={"": f"Chưa tạo được bản đang soạn: {told}"})
        messages.success(request, f"Đã đưa tệp “{row.file_name}” vào bản đang soạn.")
        return redirect(draft_page(plan.slug))


class ImportProgressView(OneImportView):
    """The part of the page that changes while the file is read, for htmx; then the whole page is to be loaded anew."""

    def get(self, request, public_id):
        row = self.row(public_id)
        answer = render(request, "importing/progress.html", {"row": row})
        answer["Cache-Control"] = "no-store"
        if row.status != ImportStatus.WAITING:
            answer["HX-Refresh"] = "true"
        return answer


class ImportMappingView(OneImportView):
    """Has the file read by a corrected mapping."""

    def post(self, request, public_id):
        row = self.row(public_id)
        if row.status != ImportStatus.READ:
            return redirect("annex_import", public_id)
        before = Result(row).mapping
        form = MappingForm(request.POST, mapping=before)
        if not form.is_valid():
            return self.page(row, status=422, mapping_form=form)
        try:
            if correct_mapping(row, before, form.corrected(), by=request.user):
                words = "Đã ghi cách đọc này cho các tệp sau của tỉnh; tệp đang được đọc lại theo đó."
                messages.success(request, words)
            else:
                messages.info(request, "Cách đọc không có gì thay đổi.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("annex_import", public_id)


class ReadAgainView(OneImportView):
    """Has the file read once more."""

    def post(self, request, public_id):
        row = self.row(public_id)
        try:
            read_again(row, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("annex_import", public_id)


class ReplaceFileView(OneImportView):
    """Another file in place of the first."""

    def post(self, request, public_id):
        row = self.row(public_id)
        form = AnnexFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(row, status=422, file_form=form)
        try:
            replace_file(row, form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("annex_import", public_id)


class DiscardImportView(OneImportView):
    """Forgets a file that did not become a draft."""

    def post(self, request, public_id):
        row = self.row(public_id)
        try:
            discard_import(row, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã bỏ tệp “{row.file_name}”; kế hoạch không thay đổi gì.")
        return redirect(_upload_page(row))


def _upload_page(row: AnnexImport) -> str:
    into_draft = row.plan and row.plan.versions.unissued().exists()
    return reverse("plan_import") + (f"?plan={row.plan.slug}" if into_draft else "")


def _plan_now(row: AnnexImport) -> str:
    """The draft into which the file went or goes; the plan itself where there is none any more."""
    is_open = row.plan.versions.unissued().exists()
    return draft_page(row.plan.slug) if is_open else plan_page(row.plan.slug)
