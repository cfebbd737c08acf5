"""The form of a part of a draft, or of one of its rows: opened, saved, and given back with what somebody else wrote."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies.models import HistoryEntry
from plans.document_words import LABELS
from portal.drafting import parts
from portal.drafting.changing import change_draft
from portal.drafting.choices import Choices
from portal.drafting.page import DraftPage
from portal.drafting.typing import forget_typed, typed_before
from portal.drafting.words import Values
from portal.forms.parts import FORMS, PartForm
from portal.forms.revised import Conflict, Conflicts
from portal.views.draft import REFUSED, list_page, open_part, refuse_reader, row_name, told


class StaleError(Exception):
    """Somebody else changed the piece meanwhile: `wanted` is theirs with mine on top, `foreign` what they changed."""

    def __init__(self, current: dict, wanted: dict, foreign: list[str], mine: dict):
        self.current, self.wanted, self.foreign, self.mine = current, wanted, foreign, mine


class PartView(View):
    """A part of a draft: its one form, or the list of its rows."""

    def get(self, request, slug, part):
        page, part, data = open_part(request, slug, part)
        if part.is_list:
            return list_page(request, page, part, data)
        return _form_page(request, page, part, data)

    def post(self, request, slug, part):
        page, part, data = open_part(request, slug, part)
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
        page, part, data = open_part(request, slug, part)
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
            refuse_reader(page, request.user)
            return _gone_page(request, page, part, data)
        return answer(request, page, part, data, key=key, parent=parent)


def _save(request, page: DraftPage, part: parts.Part, data: dict, key: str = "", parent: str = ""):
    form = _sent(request.POST, page, part, data, parts.piece_of(part, data, key))
    refuse_reader(page, request.user)
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
        for message in told(error):
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


def _write(part: parts.Part, now: dict, form: PartForm, key: str, parent: str) -> None:
    """Writes the form's piece into the document as it is now. StaleError where that is not what the person saw."""
    if part.is_list and not key:
        row = form.piece
        if part.name == "responsibilities" and any(one["clause"] == row["clause"] for one in now[part.rows]):
            raise ValidationError(f"Đã có trách nhiệm ở điều khoản {row['clause']}; hãy ghi điều khoản khác.")
        parts.add(part, now, row, parent=parent)
        return
    current = parts.piece_of(part, now, key)
    wanted, foreign = form.merged(current)
    if foreign:
        raise StaleError(current, wanted, foreign, form.piece)
    if part.is_list:
        parts.replace(part, now, key, wanted, parent=parent)
    else:
        now |= wanted


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
        form, restored = _form_before(request, page, part, parts.piece_of(part, data, key), choices, place)
    is_new = part.is_list and not key
    title = f"Thêm {part.one}" if is_new else part.label
    context = {
        "page": page,
        "part": part,
        "crumbs": _crumbs(page, part, title),
        "title": row_name(parts.find(part, data, key)) if part.is_list and key else title,
        "form": form,
        "place": place,
        "restored": restored,
        "agency_names": choices.agency_names,
        "parents": choices.groups if part.parent else [],
        "parent": parent,
        "seen_parent": parts.parent_of(part, data, key) if key else parent,
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
