"""manage.py prepare: brings the database up to date; says nothing where nothing was to do.

Migrations, reference data, the five plans and, outside production, the demonstration accounts.
"""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from agencies.demo import make_demo_accounts
from core.scope import let_roles_connect
from portal.plan_document.loader import load_plan
from portal.plan_document.reader import DocumentRefusedError, read_file, real_plan_files
from portal.reference import load_reference
from portal.selectors import demo_provinces


class Command(BaseCommand):
    help = "Đưa cơ sở dữ liệu về trạng thái mới nhất: di trú, dữ liệu tham chiếu, năm kế hoạch, tài khoản trình diễn."

    def handle(self, *args, **options):
        executor = MigrationExecutor(connection)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if steps:
            self.stdout.write(f"Cơ sở dữ liệu: {len(steps)} bước di trú")
            call_command("migrate", verbosity=0)
        let_roles_connect()
        load_reference()
        for file in real_plan_files():
            try:
                outcome = load_plan(read_file(file))
            except DocumentRefusedError as error:
                raise CommandError(f"{file}: không nạp\n{error}") from None
            if outcome.result != "unchanged":
                self.stdout.write(f"Kế hoạch {outcome.version.plan.slug}: bản {outcome.version.number}")
                for difference in outcome.differences:
                    self.stdout.write(f"  {difference}")
        if settings.DEMO_ACCOUNTS and (made := make_demo_accounts(demo_provinces())):
            self.stdout.write(f"Tài khoản trình diễn: {made}")
