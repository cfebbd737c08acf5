"""manage.py reset_second_factor EMAIL: for who has lost both the telephone and the recovery codes."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies.mailing import send
from agencies.models import User
from agencies.second_factor import remove_second_factor
from agencies.services import end_sessions

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Gỡ xác thực hai bước của một người đã mất điện thoại; các phiên làm việc của người ấy kết thúc."

    def add_arguments(self, parser):
        parser.add_argument("email", help="thư điện tử của người dùng")

    @transaction.atomic
    def handle(self, *args, email: str, **options):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Không có tài khoản với thư điện tử {email}.")
        if not remove_second_factor(user):
            raise CommandError(f"{email} chưa bật xác thực hai bước; không có gì để gỡ.")
        end_sessions(user)
        send("account_notice", to=user.email, name=user, what="Xác thực hai bước đã được gỡ")
        logger.warning("second factor of %s was reset from the command line", user.public_id)
        self.stdout.write(
            f"Đã gỡ xác thực hai bước của {user} và kết thúc các phiên. Lần đăng nhập sau bằng mật khẩu, "
            "người giữ vai trò phải có xác thực hai bước sẽ được dẫn đến trang bật lại."
        )
