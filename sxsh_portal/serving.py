"""What web and worker make sure of before they serve anybody."""

import sys

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks


def refuse_unsafe_database() -> None:
    """Ends the process where the database would let a forgotten filter through (`portal.checks`)."""
    if settings.DATABASE_ROLE == "owner":
        sys.exit("Chủ cơ sở dữ liệu chỉ dành cho lệnh: hãy đặt SXSH_DATABASE_ROLE là web hoặc worker.")
    found = run_checks(tags=[Tags.database], databases=["default"])
    if faults := [str(fault.msg) for fault in found if fault.level >= ERROR]:
        sys.exit("Không phục vụ với cơ sở dữ liệu này:\n- " + "\n- ".join(faults))
