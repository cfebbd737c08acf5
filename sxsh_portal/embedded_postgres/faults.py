"""What can be wrong with the embedded PostgreSQL, said so that a person knows what to do next."""

import errno

USE_ANOTHER = "hoặc đặt DATABASE_URL trỏ tới một PostgreSQL khác (từ phiên bản 15)"

# What PostgreSQL, the kernel or the dynamic linker say -> what to tell the person.
_KNOWN_FAULTS = [
    ("No space left on device", f"Đĩa đã đầy. Hãy giải phóng dung lượng rồi chạy lại, {USE_ANOTHER}."),
    (
        "Disk quota exceeded",
        f"Đã dùng hết hạn mức đĩa. Hãy giải phóng dung lượng rồi chạy lại, {USE_ANOTHER}.",
    ),
    (
        "Exec format error",
        "Bản PostgreSQL trong .venv không dành cho kiến trúc của máy này. "
        f"Hãy xóa .venv rồi chạy lại script/bootstrap trên chính máy này, {USE_ANOTHER}.",
    ),
    (
        "GLIBC_",
        "Thư viện hệ thống (glibc) của máy này quá cũ cho bản PostgreSQL trong .venv. "
        f"Hãy nâng cấp hệ điều hành {USE_ANOTHER}.",
    ),
    (
        "database files are incompatible with server",
        f"Dữ liệu trong var/postgres không hợp với bản PostgreSQL trong .venv. Hãy xóa var/postgres {USE_ANOTHER}.",
    ),
    (
        "Cannot allocate memory",
        f"Không đủ bộ nhớ để chạy PostgreSQL. Hãy đóng bớt chương trình {USE_ANOTHER}.",
    ),
]


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot run; the text says why and what to do, in Vietnamese."""


def known_fault(output: str) -> str:
    """The advice for what is recognised in the output, or nothing."""
    return next((advice for sign, advice in _KNOWN_FAULTS if sign in output), "")


def explain(what_failed: str, output: str) -> EmbeddedPostgresError:
    """The error for a step whose program ended with this output."""
    if advice := known_fault(output):
        return EmbeddedPostgresError(f"{what_failed}: {advice}")
    last_lines = "\n".join(output.strip().splitlines()[-12:]) or "(không có thông báo)"
    return EmbeddedPostgresError(f"{what_failed}. PostgreSQL báo:\n{last_lines}")


def explain_os_error(error: OSError, home) -> EmbeddedPostgresError:
    """The error for a file operation of ours under `home` that the system refused."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return EmbeddedPostgresError(
            f"Không có quyền với {error.filename or home}: có lẽ cơ sở dữ liệu do một người dùng khác tạo ra "
            f"(ví dụ root). Hãy chạy bằng người dùng đó, xóa {home} bằng quyền của người đó, {USE_ANOTHER}."
        )
    advice = known_fault(error.strerror or "") or f"Hãy chuyển dự án tới nơi ghi được {USE_ANOTHER}."
    return EmbeddedPostgresError(f"Không ghi được vào {error.filename or home} ({error.strerror}). {advice}")
