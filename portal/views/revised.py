"""What the pages share on which a row is changed that others may change meanwhile."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views import View

from core.editing import StaleWriteError
from portal.forms.revised import RevisedForm, refuse


class RevisedView(View):
    """The form over a row: what cannot be taken, or was overtaken, is shown again with all that was typed.

    Derived classes say which row (`row_of`), with which form (`form_of`), how it is written (`change`), where its page
    is (`url_of`), and what the template needs (`context`).
    """

    template_name: str
    done = "Đã ghi thay đổi."

    def get(self, request, **place):
        row = self.row_of(**place)
        return self.page(row, self.form_of(row)(row=row))

    def post(self, request, **place):
        row = self.row_of(**place)
        form = self.form_of(row)(request.POST)
        if not form.is_valid():
            return self.page(row, form, status=422)
        try:
            self.change(row, revision=form.cleaned_data["revision"], by=request.user, **form.wanted)
        except ValidationError as error:
            refuse(form, error)
            return self.page(row, form, status=422)
        except StaleWriteError as error:
            form, conflicts = form.after(error)
            return self.page(row, form, status=409, conflicts=conflicts)
        messages.success(request, self.done)
        return redirect(self.url_of(row))

    def page(self, row, form: RevisedForm, status: int = 200, **extra):
        """The page with the form as it is now."""
        context = {"form": form} | self.context(row, form) | extra
        return render(self.request, self.template_name, context, status=status)

    def row_of(self, **place):
        """The row that the address names; 404 or PermissionDenied for who may not change it."""
        raise NotImplementedError

    def form_of(self, row) -> type[RevisedForm]:
        raise NotImplementedError

    def change(self, row, *, revision: int, by, **values) -> None:
        raise NotImplementedError

    def url_of(self, row) -> str:
        raise NotImplementedError

    def context(self, row, form: RevisedForm) -> dict:
        raise NotImplementedError
