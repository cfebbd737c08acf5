"""The signed papers of a consolidated report, with their digital signatures in words."""

from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from reporting.enums import FileOrigin, SignatureState
from reporting.models import Consolidation, SignedCopy

NO_TRUST = (
    "Chưa kiểm tra được chứng thư: cổng không có danh sách đơn vị chứng thực được tin cậy, nên tên người ký là tên ghi trong "
    "chứng thư."
)


@dataclass(frozen=True)
class Signature:
    """A digital signature as the page tells it; `state` is a SignatureState."""

    signer: str
    issuer: str
    at: datetime | None
    is_stamped: bool
    state: SignatureState

    @property
    def clock_words(self) -> str:
        """Whose clock tells the time."""
        return "theo dấu thời gian" if self.is_stamped else "theo máy của người ký"

    @property
    def is_sound(self) -> bool:
        return self.state in (SignatureState.INTACT, SignatureState.ADDED)


@dataclass(frozen=True)
class CopyLine:
    """A signed paper; `signatures` None where the file could not be read."""

    row: SignedCopy
    signatures: list[Signature] | None
    is_latest: bool

    @property
    def is_of_portal(self) -> bool:
        """If the paper surely says what the version says."""
        return self.row.origin in (FileOrigin.MADE, FileOrigin.SIGNED)

    @property
    def is_unsigned(self) -> bool:
        """If it is the portal's own file as it was made, which nobody has signed: no scan either."""
        return self.row.origin == FileOrigin.MADE and not self.signatures

    @property
    def origin_words(self) -> str:
        words = self.row.get_origin_display()
        return words[:1].upper() + words[1:]


def copy_lines(consolidation: Consolidation, user: User) -> list[CopyLine]:
    """The signed papers of a version, the latest first."""
    rows = SignedCopy.objects.visible_to(user).filter(consolidation=consolidation).select_related("added_by")
    return [CopyLine(row, _signatures(row), number == 0) for number, row in enumerate(rows.order_by("-id"))]


def _signatures(row: SignedCopy) -> list[Signature] | None:
    if row.signatures is None:
        return None
    return [
        Signature(
            one["signer"], one["issuer"], datetime.fromisoformat(one["at"]) if one["at"] else None,
            one["is_stamped"], SignatureState(one["state"]),
        )
        for one in row.signatures
    ]  # fmt: skip
