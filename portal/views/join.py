"""What who was invited sees: by whom, into which agency, as what, and how to join. Everybody may open it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from agencies.access import MEMBERSHIP
from agencies.services import accept_as_new_person, accept_invitation, find_invitation, has_account
from portal.forms.people import JoinForm
from portal.forms.revised import refuse

SECRET = "invitation"  # where the session keeps the secret of the link that was followed


@method_decorator(login_not_required, name="dispatch")
class JoinView(View):
    """An invitation. The secret leaves the address at once: addresses are logged and shared."""

    def get(self, request):
        if "loi-moi" in request.GET:
            request.session[SECRET] = request.GET["loi-moi"][:100]
            return redirect("join")
        return self._page(request, JoinForm())

    def post(self, request):
        secret = request.session.get(SECRET, "")
        form = JoinForm(request.POST)
        try:
            if request.user.is_authenticated:
                membership = accept_invitation(secret, user=request.user)
            elif form.is_valid():
                given = {name: form.cleaned_data[name] for name in ("full_name", "password")}
                membership = accept_as_new_person(secret, **given)
            else:
                return self._page(request, form, status=422)
        except ValidationError as error:
            refuse(form, error)
            return self._page(request, form, status=422)
        return self._joined(request, membership)

    def _joined(self, request, membership):
        del request.session[SECRET]
        if not request.user.is_authenticated:
            messages.success(request, "Đã tạo tài khoản. Hãy đăng nhập bằng thư điện tử và mật khẩu vừa đặt.")
            return redirect("account_login")
        request.session[MEMBERSHIP] = str(membership.public_id)
        messages.success(request, f"Bạn đã là thành viên của {membership.agency}.")
        return redirect("home")

    def _page(self, request, form, status=200):
        invitation = find_invitation(request.session.get(SECRET, ""))
        if invitation is not None and not form.is_bound:
            form.initial["full_name"] = invitation.full_name
        context = {
            "form": form,
            "invitation": invitation,
            "state": invitation.state if invitation else "",
            "has_account": invitation is not None and has_account(invitation),
            "is_addressee": invitation is not None and invitation.email == getattr(request.user, "email", ""),
        }
        return render(request, "people/join.html", context, status=status)
