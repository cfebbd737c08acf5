"""What a person is told of a file that is not read."""

import re

import pytest

from portal.annexes.opening import AnnexRefusedError, open_annex


def refusal(content: bytes, name: str = "phu-luc.xlsx") -> str:
    with pytest.raises(AnnexRefusedError) as refused:
        open_annex(content, name)
    message = str(refused.value)
    assert re.search(r"\b[Hh]ãy\b", message), "it must say what to do"
    return message
