"""manage.py api_token EMAIL: makes an API token for a person and prints its secret once."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from agencies.models import User
from agencies.services import create_api_token


class Command(BaseCommand):
    help = "Tạo mã truy cập API cho một người dùng và in ra một lần."

    def add_arguments(self, parser):
        parser.add_argument("email", help="thư điện tử của người dùng")
        parser.add_argument("--name", default="Tạo từ dòng lệnh", help="tên gợi nhớ của mã")

    def handle(self, *args, email: str, name: str, **options):
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Không có người dùng đang hoạt động với thư điện tử {email}.")
        try:
            _token, secret = create_api_token(user, name=name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(secret)
