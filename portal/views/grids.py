"""The pages on which a draft is edited like a spreadsheet, and what their grids ask for and send.

Without JavaScript the pages are tables whose rows lead to the plain form of each task. A grid sends batches of cells;
the answer says what was written, what is open and why, and what the sums are now.
"""

import json
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from agencies.rights import Right
from budgets.enums import Source
from portal.drafting.page import DraftPage, draft_page_or_404
from portal.grids import money, tasks
from portal.grids.batch import BadBatchError, Change, NothingWrittenError, Outcome, read_batch
from portal.grids.task_rows import NewRows, add_tasks, read_new_rows
from portal.plan_document.reader import DocumentRefusedError

OTHER_PERSON = "Thẻ khác của trình duyệt đã đăng nhập bằng tài khoản hoặc vai trò khác; hãy tải lại trang."


class GridPageView(View):
    """A page with a grid, which is a table where no JavaScript runs; derived classes name its template and cells."""

    template_name: str
    label: str
    cells: str

    def get(self, request, slug):
        page = draft_page_or_404(request.user, slug)
        rows = self.rows(page)
        context = {
            "page": page,
            "rows": [row | {"url": task_address(page, row["id"])} for row in rows],
            "has_tasks": any(row["kind"] == "task" for row in rows),
            "crumbs": page.crumbs(self.label),
            "cells_url": page.url(self.cells),
            "task_url": task_address(page, "KEY"),
            "person": acting_as(request.user),
        }
        return render(request, self.template_name, context)

    def rows(self, page: DraftPage) -> list[dict]:
        """The rows of the table."""
        raise NotImplementedError


class DraftMoneyView(GridPageView):
    """The money of all tasks."""

    template_name = "drafting/money.html"
    label = "Kinh phí"
    cells = "draft_money_cells"

    def rows(self, page):
        return money.MoneyTable(page.version).overview()


class DraftTaskTableView(GridPageView):
    """The task table."""

    template_name = "drafting/task_table.html"
    label = "Bảng nhiệm vụ"
    cells = "draft_task_table_cells"

    def rows(self, page):
        return tasks.task_rows(page.version)


class SentView(View):
    """What a grid sends: it is read (`read`) and written (`answer`). Answers are JSON, refusals too."""

    def post(self, request, slug):
        page = draft_page_or_404(request.user, slug)
        if not request.user.may(Right.WRITE_PLANS, province=page.plan.province):
            return JsonResponse({"message": "Bạn chỉ được xem kế hoạch này.", "is_final": True}, status=403)
        try:
            sent = json.loads(request.body)
            read = self.read(sent)
            if sent.get("person") != acting_as(request.user):
                return JsonResponse({"message": OTHER_PERSON, "is_final": True}, status=409)
            answer = self.answer(page, read, by=request.user)
        except (BadBatchError, DocumentRefusedError) as refusal:
            return JsonResponse({"message": str(refusal)}, status=422)
        except (ValueError, RecursionError):
            return JsonResponse({"message": "Dữ liệu gửi lên không đọc được; hãy tải lại trang."}, status=422)
        except ValidationError as refusal:
            return JsonResponse({"message": " ".join(refusal.messages), "is_final": True}, status=409)
        return JsonResponse(answer | {"at": f"{timezone.localtime():%H:%M}"})

    def read(self, sent: Any) -> Any:
        """What was sent, checked. BadBatchError."""
        raise NotImplementedError

    def answer(self, page: DraftPage, read: Any, *, by) -> dict:
        """Writes what was read and says what became of it."""
        raise NotImplementedError


class CellsView(SentView):
    """What a grid asks for (`data`), and batches of cells (`write`)."""

    def get(self, request, slug):
        page = draft_page_or_404(request.user, slug)
        if request.GET.get("part") == "token":  # after a new session
            return JsonResponse({"token": get_token(request)})
        return JsonResponse(self.data(page, request.GET.get("part")))

    def read(self, sent):
        return read_batch(sent)

    def answer(self, page, read, *, by):
        changes, whole = read
        try:
            outcome = self.write(page, changes, whole=whole, by=by)
        except NothingWrittenError as refusal:
            outcome = Outcome(open=refusal.open)
        answer = {"done": outcome.done, "open": [vars(one) for one in outcome.open]}
        return answer | self.after(page, outcome)

    def data(self, page: DraftPage, part: str | None) -> dict:
        """What the grid shows; with `part` a part of it."""
        raise NotImplementedError

    def write(self, page: DraftPage, changes: list[Change], *, whole: bool, by) -> Outcome:
        """Writes a batch."""
        raise NotImplementedError

    def after(self, page: DraftPage, outcome: Outcome) -> dict:
        """What else has changed by what was written."""
        return {}


class MoneyCellsView(CellsView):
    """Amounts, sums, and where figures contradict each other (`?part=marks`)."""

    def data(self, page, part):
        if part == "marks":
            return {"marks": money.marks(page.version)}
        table = money.MoneyTable(page.version)
        return {
            "may_write": page.may_write,
            "rows": table.rows(),
            "sums": table.sums(),
            "years": table.years,
            "columns": [column.key for column in table.columns],
            "sources": {source.value: source.label for source in Source},
        }

    def write(self, page, changes, *, whole, by):
        return money.write_money(page.version, changes, whole=whole, by=by)

    def after(self, page, outcome):
        table = money.MoneyTable(page.version)
        return {"sums": table.sums(set(outcome.done)), "details": table.details(outcome.done)}


class TaskCellsView(CellsView):
    """Texts and parties of tasks."""

    def data(self, page, part):
        return {"may_write": page.may_write, "rows": tasks.task_rows(page.version), "columns": tasks.COLUMNS}

    def write(self, page, changes, *, whole, by):
        return tasks.write_tasks(page.version, changes, whole=whole, by=by)


class TaskRowsView(SentView):
    """New tasks below the last row of the task table."""

    def read(self, sent):
        return read_new_rows(sent)

    def answer(self, page, read: NewRows, *, by):
        return {"rows": add_tasks(page.version, read, by=by)}


def acting_as(user) -> str:
    """Who works in a page, and in which role: what another account of the same browser wrote would be told of her."""
    return f"{user.public_id}/{user.membership.public_id if user.membership else ''}"


def task_address(page: DraftPage, key: str) -> str:
    """Where a task has its plain form."""
    return f"{page.url('draft_row', 'tasks')}?{urlencode({'key': key})}"
