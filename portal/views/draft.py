"""Writing a draft: its task list, a form for each part, and the lists of rows with their order."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies.models import HistoryEntry
from agencies.rights import Right
from budgets.findings import findings_of
from plans.document_words import LABELS
from plans.models import PlanVersion
from portal.drafting import parts
from portal.drafting.changing import change_draft
from portal.drafting.choices import Choices, numbered
from portal.drafting.numbers import renumber, renumbered
from portal.drafting.open_points import part_states
from portal.drafting.page import DraftPage, draft_page_or_404
from portal.drafting.typing import forget_typed, keep_typed, typed_before, typed_places
from portal.drafting.words import Values, place_in_words
from portal.forms.parts import FORMS, PartForm
from portal.forms.revised import Conflict, Conflicts
from portal.plan_document.exporter import content_of, with_document
from portal.plan_document.reader import DocumentRefusedError, check_document

REFUSED = (ValidationError, DocumentRefusedError)


class StaleError(Exception):
    """Somebody else changed the piece meanwhile: `wanted` is theirs with mine on top, `foreign` what they changed."""

    def __init__(self, current: dict, wanted: dict, foreign: list[str], mine: dict):
        self.current, self.wanted, self.foreign, self.mine = current, wanted, foreign, mine


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


class PartView(View):
    """A part of a draft: its one form, or the list of its rows."""

    def get(self, request, slug, part):
        page, part, data = _opened(request, slug, part)
        if part.is_list:
            return _list_page(request, page, part, data)
        return _form_page(request, page, part, data)

    def post(self, request, slug, part):
        page, part, data = _opened(request, slug, part)
        if part.is_list:
            raise Http404
        return _save(request, page, part, data)


class RowView(View):
    """One row of a part: as it is (`?key=`), or a new one (`?parent=`, where rows stand below others)."""

    def get(self, request, slug, part):
        return self._answer(request, slug, part, _form_page)

    def post(self, request, slug, part):
        return self._answer(request, slug, part, _save)

    def _answer(self, request, slug, part, answer):
        page, part, data = _opened(request, slug, part)
        if not part.is_list:
            raise Http404
        key, asked = request.GET.get("key", ""), request.POST.get("parent") or request.GET.get("parent", "")
        try:
            parent = parts.parent_of(part, data, key) if key else asked
            if key:
                parts.find(part, data, key)
                if asked not in ("", request.POST.get("seen_parent", parent)):
                    parent = asked  # moved by this person; else it stays where it stands now
            part.list_in(data, parent)
        except ValidationError:
            if request.method == "GET":
                raise Http404 from None
            _refuse_reader(page, request.user)
            return _gone_page(request, page, part, data)
        return answer(request, page, part, data, key=key, parent=parent)


class OrderView(View):
    """Brings the rows of a list into another order: all at once (`order`, as dragged), or one `up` or `down`.

    A script that dragged gets no page: 204, or 409 where the list is another by now, which the reloaded page tells.
    """

    def post(self, request, slug, part):
        page, part, data = _opened(request, slug, part)
        if not part.is_list:
            raise Http404
        _refuse_reader(page, request.user)
        parent, dragged, status = request.POST.get("parent", ""), request.POST.getlist("order"), 204
        try:
            order = dragged or _moved(part, data, request.POST)
            change_draft(
                page.version, lambda now: parts.reorder(part, now, order, parent=parent), by=request.user
            )
        except REFUSED as error:
            messages.error(request, " ".join(_told(error)))
            status = 409
        return HttpResponse(status=status) if dragged else redirect("draft_part", slug, part.name)


class RemoveView(View):
    """Takes a row out, after a page that says what goes with it."""

    def get(self, request, slug, part):
        page, part, row = self._row(request, slug, part, request.GET.get("key", ""))
        context = {"page": page, "part": part, "row": row, "name": _name(row), "tasks": row.get("tasks", [])}
        return render(request, "drafting/remove.html", context | {"crumbs": page.crumbs(f"Xóa {part.one}")})

    def post(self, request, slug, part):
        page, part, row = self._row(request, slug, part, request.POST.get("key", ""))
        try:
            change_draft(page.version, lambda data: parts.remove(part, data, row[part.key]), by=request.user)
        except REFUSED as error:
            messages.error(request, " ".join(_told(error)))
        else:
            forget_typed(request.user, page.plan, f"{part.name}:{row[part.key]}")
            messages.success(request, f"Đã xóa {part.one} “{_name(row)}”.")
        return redirect("draft_part", slug, part.name)

    def _row(self, request, slug, part, key):
        page, part, data = _opened(request, slug, part)
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
            messages.error(request, " ".join(_told(error)))
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


def _opened(request, slug: str, name: str) -> tuple[DraftPage, parts.Part, dict]:
    page = draft_page_or_404(request.user, slug)
    if name not in parts.PARTS:
        raise Http404
    return page, parts.PARTS[name], content_of(page.version)


def _piece(part: parts.Part, data: dict, key: str) -> dict:
    """What a form of the part is about: some keys of the document, one row, or an empty row."""
    if not part.is_list:
        return {name: data[name] for name in part.keys}
    return parts.find(part, data, key) if key else part.fresh()


def _save(request, page: DraftPage, part: parts.Part, data: dict, key: str = "", parent: str = ""):
    form = _sent(request.POST, page, part, data, _piece(part, data, key))
    _refuse_reader(page, request.user)
    if not form.is_valid():
        return _form_page(request, page, part, data, key=key, parent=parent, form=form, status=422)
    try:
        change_draft(page.version, lambda now: _write(part, now, form, key, parent), by=request.user)
    except StaleError as error:
        conflicts = _conflicts(page, form, error, request.user)
        again = FORMS[part.name](piece=error.wanted, seen=error.current, choices=form.choices)
        return _form_page(
            request, page, part, data, key=key, parent=parent, form=again, conflicts=conflicts, status=409
        )
    except REFUSED as error:
        for message in _told(error):
            form.add_error(None, message)
        return _form_page(request, page, part, data, key=key, parent=parent, form=form, status=422)
    forget_typed(request.user, page.plan, _place(part, key, parent))
    messages.success(request, f"Đã lưu lúc {timezone.localtime():%H:%M}.")
    if "again" in request.POST:
        return redirect(
            page.url("draft_row", part.name) + (f"?{urlencode({'parent': parent})}" if parent else "")
        )
    return (
        redirect("draft_part", page.plan.slug, part.name)
        if part.is_list
        else redirect("draft", page.plan.slug)
    )


def _sent(post, page: DraftPage, part: parts.Part, data: dict, piece: dict) -> PartForm:
    return FORMS[part.name](post, piece=piece, choices=Choices(page.version, data), part=part)


def _gone_page(request, page: DraftPage, part: parts.Part, data: dict):
    """What was typed into a row that is there no more, as a new row: nothing typed is lost."""
    form = _sent(request.POST, page, part, data, part.fresh())
    form.is_valid()
    form.add_error(
        None, f"{parts.GONE} Nội dung bạn gõ vẫn ở dưới; bấm Lưu để thêm thành một {part.one} mới."
    )
    rows = data[parts.PARTS[part.parent].rows] if part.parent else []
    parent = rows[0][parts.PARTS[part.parent].key] if rows else ""
    action = page.url("draft_row", part.name)
    return _form_page(request, page, part, data, parent=parent, form=form, action=action, status=409)


def _refuse_reader(page: DraftPage, user) -> None:
    """Refuses who may not write plans of the province, before what she sent is looked at."""
    if not user.may(Right.WRITE_PLANS, province=page.plan.province):
        raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh được soạn kế hoạch này.")


def _write(part: parts.Part, now: dict, form: PartForm, key: str, parent: str) -> None:
    """Writes the form's piece into the document as it is now. StaleError where that is not what the person saw."""
    if part.is_list and not key:
        row = form.piece
        if part.name == "responsibilities" and any(one["clause"] == row["clause"] for one in now[part.rows]):
            raise ValidationError(f"Đã có trách nhiệm ở điều khoản {row['clause']}; hãy ghi điều khoản khác.")
        parts.add(part, now, row, parent=parent)
        return
    current = _piece(part, now, key)
    wanted, foreign = form.merged(current)
    if foreign:
        raise StaleError(current, wanted, foreign, form.piece)
    if part.is_list:
        parts.replace(part, now, key, wanted, parent=parent)
    else:
        now |= wanted


def _told(error: ValidationError | DocumentRefusedError) -> list[str]:
    if isinstance(error, ValidationError):
        return error.messages
    return [f"{place_in_words(problem.path)}: {problem.reason}" for problem in error.problems]


def _conflicts(page: DraftPage, form: PartForm, error: StaleError, user) -> Conflicts:
    values = Values(page.plan)
    rows = []
    for name in error.foreign:
        is_mine = error.wanted[name] != error.current.get(name)
        told = (error.mine[name] if is_mine else form.seen.get(name), error.current.get(name))
        label = form.row_sets[name].label if name in form.row_sets else LABELS.get(name, name)
        rows.append(Conflict(label, *(values.in_words(value, name) for value in told), is_mine))
    others = HistoryEntry.objects.visible_to(user).changes().filter(version_id=page.version.pk)
    last = others.exclude(actor=user).select_related("actor").first()
    by = str(last.actor) if last and last.actor else ""
    return Conflicts(rows, by, last.at if last else None)


def _place(part: parts.Part, key: str, parent: str) -> str:
    return f"{part.name}:{key or f'+{parent}'}" if part.is_list else part.name


def _form_page(
    request, page, part, data, key="", parent="", form: PartForm | None = None, status: int = 200, **extra
):
    place, restored = _place(part, key, parent), None
    choices = Choices(page.version, data)
    if form is None:
        form, restored = _form_before(request, page, part, _piece(part, data, key), choices, place)
    is_new = part.is_list and not key
    title = f"Thêm {part.one}" if is_new else part.label
    context = {
        "page": page,
        "part": part,
        "crumbs": _crumbs(page, part, title),
        "title": _name(parts.find(part, data, key)) if part.is_list and key else title,
        "form": form,
        "place": place,
        "restored": restored,
        "agency_names": choices.agency_names,
        "parents": choices.groups if part.parent else [],
        "parent": parent,
        "is_new": is_new,
    }
    return render(request, "drafting/part.html", context | extra, status=status)


def _form_before(request, page, part, piece: dict, choices: Choices, place: str):
    """The form as it is opened: over what stands in the draft, or what the person typed before and did not save."""
    typed = typed_before(request.user, page.plan, place) if page.may_write else None
    if typed is not None:
        data, row = typed
        form = FORMS[part.name](data, piece=piece, choices=choices, part=part)
        if form.is_old:  # kept by an older page: what was typed, over what stands there now
            form = FORMS[part.name](form.over(piece), piece=piece, choices=choices, part=part)
        form.forget_messages()
        return form, row
    return FORMS[part.name](piece=piece, choices=choices), None


def _crumbs(page: DraftPage, part: parts.Part, title: str) -> list[tuple[str, str]]:
    if not part.is_list:
        return page.crumbs(part.label)
    return [*page.crumbs(part.label)[:-1], (part.label, page.url("draft_part", part.name)), (title, "")]


def _list_page(request, page: DraftPage, part: parts.Part, data: dict):
    above = parts.PARTS[part.parent] if part.parent else None
    sections = [
        (numbered(row["number"], row["title"], 200), row[above.key], row[part.rows]) for row in data[above.rows]
    ] if above else [("", "", data[part.rows])]  # fmt: skip
    shown = [
        (
            label,
            key,
            [{"key": row[part.key], "name": _name(row), "number": row.get("number")} for row in rows],
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


def _moved(part: parts.Part, data: dict, asked) -> list[str]:
    """The order of a list with one row a place up or down."""
    key = asked.get("up") or asked.get("down", "")
    order = [row[part.key] for row in part.list_in(data, asked.get("parent", ""))]
    if key not in order:
        raise ValidationError(parts.GONE)
    place = order.index(key)
    other = max(0, place - 1) if "up" in asked else min(len(order) - 1, place + 1)
    order[place], order[other] = order[other], order[place]
    return order


def _name(row: dict) -> str:
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
