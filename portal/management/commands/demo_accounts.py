"""manage.py demo_accounts [--json]: lists the demonstration accounts. Never in production."""

import json

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from agencies.demo import demo_accounts
from agencies.enums import Role
from portal.selectors import demo_provinces


class Command(BaseCommand):
    help = "Liệt kê tài khoản trình diễn của mọi vai trò."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="in tất cả ở dạng JSON")

    def handle(self, *args, **options):
        try:
            accounts = demo_accounts(demo_provinces())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(
                json.dumps([account.as_data() for account in accounts], ensure_ascii=False, indent=2)
            )
            return
        shown = {account.role: account for account in reversed(accounts)}
        for role in Role:
            if account := shown.get(role):
                secret = f"  khóa xác thực {account.totp_secret}" if account.totp_secret else ""
                self.stdout.write(f"{role.label:<38} {account.email:<36} {account.password}{secret}")
        self.stdout.write(f"Tất cả {len(accounts)} tài khoản: manage.py demo_accounts --json")
