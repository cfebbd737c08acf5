"""What the receipt of a sent report says: plain values, ready to be printed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Receipt:
    """That the portal has received a report: who sent what for whom, when, and the checksum of all that it says."""

    number: str
    title: str
    agency: str
    plan: str
    officer: str
    sent_by: str
    received: str
    due: str
    lateness: str
    paper: str
    digest: str
    counts: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    is_sample: bool = False
