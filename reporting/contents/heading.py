"""Heading and end of an official document: bodies, number, day, signer, recipients.

The layout they are printed in is Nghị định 30/2020/NĐ-CP, Phụ lục I; here are only the words.
"""

from dataclasses import dataclass
from datetime import date

from core.dates import format_date_in_words


@dataclass(frozen=True)
class Heading:
    """What stands above and below the body of a document.

    `number` is None where the clerk will write it by hand. Bodies are written in sentence case; the renderer
    sets them in capitals. `symbol` is what follows the number's stroke: "BC-SCT". The signer's name is empty
    where it is not known yet. `recipients` are those of "Nơi nhận", without dashes and closing signs.
    """

    number: int | None
    symbol: str
    day: date
    place: str
    parent_body: str
    issuing_body: str
    addressees: tuple[str, ...]
    signer_authority: str
    signer_title: str
    signer_name: str
    recipients: tuple[str, ...]

    @property
    def number_text(self) -> str:
        """The number with a leading 0 below 10; empty where it is left to be written by hand."""
        return "" if self.number is None else f"{self.number:02}"

    @property
    def day_text(self) -> str:
        return format_date_in_words(self.day)
