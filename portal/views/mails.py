"""Mails that did not arrive, for administrators: which and why, and what is decided of those in doubt."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from agencies.enums import MailAnswer
from agencies.rights import Right
from agencies.selectors import mails_not_arrived
from agencies.services import decide_mail
from portal.mails import mail_row
from portal.views.lists import page_of

DECIDED = {
    MailAnswer.ARRIVED: "Đã ghi là thư đã đến.",
    MailAnswer.SEND_AGAIN: "Thư được gửi lại trong ít phút.",
}


class MailsView(View):
    """A page of those who look after mails; others are told that they may not."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.may(Right.DECIDE_MAILS):
            raise PermissionDenied("Chỉ quản trị của tỉnh và quản trị cổng xem được thư chưa đến.")
        return super().dispatch(request, *args, **kwargs)


class MailListView(MailsView):
    """Mails that were refused, came back, were given up or not sent after all, and those in doubt first."""

    def get(self, request):
        page = page_of(request, mails_not_arrived(request.user))
        context = {
            "page": page,
            "rows": [mail_row(mail) for mail in page.object_list],
            "other_page": "?page=",
            "answers": MailAnswer,
            "crumbs": [("Người dùng", reverse("people")), ("Thư chưa đến", "")],
        }
        return render(request, "people/mails.html", context)


class MailDecisionView(MailsView):
    """What somebody found out about a mail in doubt."""

    def post(self, request, public_id):
        mail = get_object_or_404(mails_not_arrived(request.user), public_id=public_id)
        answer = request.POST.get("answer")
        try:
            if answer not in MailAnswer.values:
                raise ValidationError("Hãy chọn “đã đến” hoặc “gửi lại”.")
            decide_mail(mail, MailAnswer(answer), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, DECIDED[MailAnswer(answer)])
        return redirect("mails")
