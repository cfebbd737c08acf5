"""manage.py create_administrator --email ADDRESS --name NAME: the first account of a portal in service."""

import getpass
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from agencies.services import create_administrator


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị cổng."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="thư điện tử, dùng để đăng nhập")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument(
            "--password-stdin", action="store_true", help="đọc mật khẩu từ dòng đầu của đầu vào chuẩn"
        )

    def handle(self, *args, email: str, name: str, password_stdin: bool, **options):
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else asked_password()
        try:
            user = create_administrator(email=email, name=name, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Đã tạo tài khoản quản trị cổng {user.email}.")


def asked_password() -> str:
    """The password from the terminal, typed twice; never from the command line, where others could read it."""
    if not sys.stdin.isatty():
        raise CommandError("Không có cửa sổ dòng lệnh để hỏi mật khẩu: hãy dùng --password-stdin.")
    password = getpass.getpass("Mật khẩu: ")
    if password != getpass.getpass("Nhập lại mật khẩu: "):
        raise CommandError("Hai lần nhập không giống nhau; chưa tạo tài khoản.")
    return password
