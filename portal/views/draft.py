"""Writing a draft: its task list, the lists of rows with their order, and what is being typed. Forms: `draft_form`."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies.rights import Right
from budgets.findings import findings_of
from plans.models import PlanVersion
from portal.drafting import parts
from portal.drafting.changing import change_draft
from portal.drafting.choices import Choices, numbered
from portal.drafting.numbers import renumber, renumbered
from portal.drafting.open_points import part_states
from portal.drafting.page import DraftPage, draft_page_or_404
from portal.drafting.typing import forget_typed, keep_typed, typed_places
from portal.drafting.words import place_in_words
from portal.plan_document.exporter import content_of, with_document
from portal.plan_document.reader import DocumentRefusedError, check_document

REFUSED = (ValidationError, DocumentRefusedError)


class DraftView(View):
    """The task list of a draft: what is complete, what is missing, what contradicts, and what to do next."""

    def get(self, request, slug):
        page = draft_page_or_404(request.user, slug)
        version = with_document(PlanVersion.objects).get(pk=page.version.pk)
        data = content_of(version)
        document = check_document(data).document
        states = part_states(data, document, findings_of(version), Choices(version, data))
        context = {
            "page": page,
            "crumbs": page.crumbs(),
            "states": states,
            "open_points": sum(point.must for state in states for point in state.points),
            "typed": {place.partition(":")[0] for place in typed_places(request.user, page.plan)},
        }
        return render(request, "drafting/draft.html", context)


class OrderView(View):
    """Brings the rows of a list into another order: all at once (`order`, as dragged), or one `up` or `down`.

    A script that dragged gets no page: 204, or 409 where the list is another by now, which the reloaded page tells.
    """

    def post(self, request, slug, part):
        page, part, data = open_part(request, slug, part)
        if not part.is_list:
            raise Http404
        refuse_reader(page, request.user)
        parent, dragged, status = request.POST.get("parent", ""), request.POST.getlist("order"), 204
        try:
            order = dragged or _asked_order(part, data, request.POST, parent)
            change_draft(
                page.version, lambda now: parts.reorder(part, now, order, parent=parent), by=request.user
            )
        except REFUSED as error:
            messages.error(request, " ".join(told(error)))
            status = 409
        return HttpResponse(status=status) if dragged else redirect("draft_part", slug, part.name)


class RemoveView(View):
    """Takes a row out, after a page that says what goes with it."""

    def get(self, request, slug, part):
        page, part, row = self._row(request, slug, part, request.GET.get("key", ""))
        context = {
            "page": page,
            "part": part,
            "row": row,
            "name": row_name(row),
            "tasks": row.get("tasks", []),
        }
        return render(request, "drafting/remove.html", context | {"crumbs": page.crumbs(f"Xóa {part.one}")})

    def post(self, request, slug, part):
        page, part, row = self._row(request, slug, part, request.POST.get("key", ""))
        try:
            change_draft(page.version, lambda data: parts.remove(part, data, row[part.key]), by=request.user)
        except REFUSED as error:
            messages.error(request, " ".join(told(error)))
        else:
            forget_typed(request.user, page.plan, f"{part.name}:{row[part.key]}")
            messages.success(request, f"Đã xóa {part.one} “{row_name(row)}”.")
        return redirect("draft_part", slug, part.name)

    def _row(self, request, slug, part, key):
        page, part, data = open_part(request, slug, part)
        if not part.is_list:
            raise Http404
        try:
            return page, part, parts.find(part, data, key)
        except ValidationError:
            raise Http404 from None


class RenumberView(View):
    """Numbers groups and tasks anew, after a page that shows each number before and after."""

    def get(self, request, slug):
        page = draft_page_or_404(request.user, slug)
        data = content_of(page.version)
        names = {
            row["key"]: row.get("title") or row.get("action")
            for g in data["groups"]
            for row in (g, *g["tasks"])
        }
        rows = [(part, names[key], now, then) for part, key, now, then in renumbered(data)]
        context = {
            "page": page,
            "crumbs": page.crumbs("Đánh lại số"),
            "rows": rows,
            "changes": sum(now != then for _, _, now, then in rows),
        }
        return render(request, "drafting/renumber.html", context)

    def post(self, request, slug):
        page = draft_page_or_404(request.user, slug)
        try:
            change_draft(page.version, renumber, by=request.user)
            messages.success(request, "Đã đánh lại số các nhóm nhiệm vụ và nhiệm vụ.")
        except REFUSED as error:
            messages.error(request, " ".join(told(error)))
        return redirect("draft_part", slug, "tasks")


class TypingView(View):
    """Keeps what is being typed into a form (`place`), or throws it away (`forget`)."""

    def post(self, request, slug):
        page = draft_page_or_404(request.user, slug)
        if not page.may_write:
            raise PermissionDenied("Bản này không mở để sửa.")
        place = request.POST.get("place", "")
        if "forget" in request.POST:
            forget_typed(request.user, page.plan, place)
            return redirect("draft", slug)
        try:
            row = keep_typed(request.user, page.plan, place, request.POST)
        except ValidationError as error:
            return JsonResponse({"message": " ".join(error.messages)}, status=422)
        at = timezone.localtime(row.saved_at)
        return JsonResponse({"message": f"Đã giữ nội dung đang gõ lúc {at:%H:%M}"})


def open_part(request, slug: str, name: str) -> tuple[DraftPage, parts.Part, dict]:
    page = draft_page_or_404(request.user, slug)
    if name not in parts.PARTS:
        raise Http404
    return page, parts.PARTS[name], content_of(page.version)


def refuse_reader(page: DraftPage, user) -> None:
    """Refuses who may not write plans of the province, before what she sent is looked at."""
    if not user.may(Right.WRITE_PLANS, province=page.plan.province):
        raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh được soạn kế hoạch này.")


def told(error: ValidationError | DocumentRefusedError) -> list[str]:
    if isinstance(error, ValidationError):
        return error.messages
    return [f"{place_in_words(problem.path)}: {problem.reason}" for problem in error.problems]


def _asked_order(part: parts.Part, data: dict, asked, parent: str) -> list[str]:
    """The order of a list with one row a place up or down."""
    way = "up" if "up" in asked else "down"
    return parts.moved(part, data, asked.get(way, ""), -1 if way == "up" else 1, parent=parent)


def list_page(request, page: DraftPage, part: parts.Part, data: dict):
    above = parts.PARTS[part.parent] if part.parent else None
    sections = [
        (numbered(row["number"], row["title"], 200), row[above.key], row[part.rows]) for row in data[above.rows]
    ] if above else [("", "", data[part.rows])]  # fmt: skip
    shown = [
        (
            label,
            key,
            [{"key": row[part.key], "name": row_name(row), "number": row.get("number")} for row in rows],
        )
        for label, key, rows in sections
    ]
    context = {
        "page": page,
        "part": part,
        "crumbs": page.crumbs(part.label),
        "sections": shown,
        "count": sum(len(rows) for _, _, rows in shown),
        "typed": {place.partition(":")[2] for place in typed_places(request.user, page.plan)},
    }
    return render(request, "drafting/list.html", context)


def row_name(row: dict) -> str:
    """What a row is called in lists and messages."""
    text = (
        row.get("action")
        or row.get("title")
        or row.get("agency")
        or row.get("text")
        or row.get("number")
        or ""
    )
    return text if len(text) <= 160 else f"{text[:160]}…"
