"""People, for administrators: the list, a person, ending memberships, closing accounts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from agencies.models import Membership
from agencies.rights import Right
from agencies.selectors import people_of
from agencies.services import close_account, end_membership, rename_person, reopen_account
from core.editing import StaleWriteError
from portal.filters import PeopleListForm
from portal.forms.people import PersonForm
from portal.people import person_row, person_sheet
from portal.views.lists import address_of, page_of
from portal.views.revised import RevisedView


class AdministratorView(View):
    """A page of those who look after people; others are told that they may not."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.may(Right.SEE_PEOPLE):
            raise PermissionDenied("Chỉ quản trị của tỉnh và quản trị cổng xem được danh sách người dùng.")
        return super().dispatch(request, *args, **kwargs)


class PeopleView(AdministratorView):
    """The people whom the administrator looks after, searched and filtered."""

    def get(self, request):
        people = people_of(request.user)
        form = PeopleListForm(request.GET)
        page = page_of(request, form.chosen(people, request.user))
        context = {
            "form": form,
            "page": page,
            "rows": [person_row(user) for user in page.object_list],
            "other_page": address_of(request) + "&page=",
        }
        return render(request, "people/people.html", context)


class PersonView(AdministratorView, RevisedView):
    """One person: name, memberships, account. A changed name is posted here."""

    template_name = "people/person.html"
    done = "Đã ghi họ tên mới."
    change = staticmethod(rename_person)

    def row_of(self, public_id):
        return _person(self.request, public_id)

    def form_of(self, row):
        return PersonForm

    def url_of(self, row):
        return reverse("person", args=[row.public_id])

    def context(self, row, form):
        crumbs = [("Người dùng", reverse("people")), (str(row), "")]
        return {"sheet": person_sheet(row, self.request.user), "crumbs": crumbs}


class PersonChangeView(AdministratorView):
    """One decision about a person, from her page and back to it; who saw an old page is told to look again."""

    success: str

    def post(self, request, public_id):
        person, thing = self.thing(request, public_id)
        revision = request.POST.get("revision", "")
        try:
            self.change(thing, revision=int(revision) if revision.isdecimal() else 0, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except StaleWriteError as error:
            by = f" {error.current.changed_by}" if error.current.changed_by else " người khác"
            messages.error(request, f"Thông tin vừa được{by} thay đổi. Hãy xem lại rồi quyết định.")
        else:
            messages.success(request, self.success)
        return redirect("person", person.public_id)

    def thing(self, request, public_id):
        """The person whose page it is, and what is changed."""
        person = _person(request, public_id)
        return person, person


class EndMembershipView(PersonChangeView):
    """Ends a membership."""

    success = "Đã cho thôi vai trò. Quyền đi kèm hết hiệu lực ngay."
    change = staticmethod(end_membership)

    def thing(self, request, public_id):
        memberships = Membership.objects.administered_by(request.user).select_related("user", "province")
        membership = get_object_or_404(memberships, public_id=public_id)
        return membership.user, membership


class CloseAccountView(PersonChangeView):
    """Closes an account."""

    success = "Đã đóng tài khoản. Người này không đăng nhập được nữa."
    change = staticmethod(close_account)


class ReopenAccountView(PersonChangeView):
    """Opens a closed account again."""

    success = "Đã mở lại tài khoản."
    change = staticmethod(reopen_account)


def _person(request, public_id):
    return get_object_or_404(people_of(request.user), public_id=public_id)
