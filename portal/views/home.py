"""The first page."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core import clock
from core.dates import format_date
from portal.home.sections import home_sections


class HomeView(View):
    """What the person must do now, and by when, in the role in which she acts; what to do next without any."""

    def get(self, request):
        sections = home_sections(request.user)
        context = {
            "sections": sections,
            "former_text": "" if sections else former_text(request.user),
            "today": clock.today(),
            "plans_url": reverse("plans"),
        }
        return render(request, "portal/home.html", context)


def former_text(user) -> str:
    """What who is no member of any agency any more has to know; empty for who never was one."""
    former = user.memberships.select_related("agency").order_by("-ended_at").first()
    if former is None:
        return ""
    return (
        f"Vai trò gần nhất của bạn, {former.get_role_display()} tại {former.agency}, đã kết thúc ngày "
        f"{format_date(timezone.localdate(former.ended_at))}. Nếu bạn chuyển sang cơ quan khác hoặc vẫn làm việc "
        "này, hãy nhờ quản trị của tỉnh gửi lời mời mới tới thư điện tử của bạn. Trong lúc chờ, mọi kế hoạch đã "
        "ban hành vẫn xem được."
    )
