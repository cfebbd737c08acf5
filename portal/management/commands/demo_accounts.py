"""manage.py demo_accounts [--json] [--province kon-tum]: lists the demonstration accounts. Never in production.

One account a role is printed, of the first province; those of the province named here stand below, with what is left to try.
"""

import json

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from agencies.demo import DemoAccount, demo_accounts
from agencies.enums import Role
from portal.selectors import demo_provinces

DEPARTMENT = (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER)


class Command(BaseCommand):
    help = "Liệt kê tài khoản trình diễn của mọi vai trò."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="in tất cả ở dạng JSON")
        parser.add_argument("--province", help="in thêm tài khoản Sở Công Thương của tỉnh này")

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
                self._write(role, account)
        for account in accounts:
            if account.province == options["province"] is not None and account.role in DEPARTMENT:
                self._write(Role(account.role), account)
        self.stdout.write(f"Tất cả {len(accounts)} tài khoản: manage.py demo_accounts --json")

    def _write(self, role: Role, account: DemoAccount) -> None:
        secret = f"  khóa xác thực {account.totp_secret}" if account.totp_secret else ""
        self.stdout.write(f"{role.label:<38} {account.email:<36} {account.password}{secret}")
