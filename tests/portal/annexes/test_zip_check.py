"""The check of packages by itself: whatever happens to the bytes, it gives the parts or a refusal, nothing else."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.annexes import limits
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.zip_check import checked_parts, repacked
from tests.portal.annexes.files import packed, parts_of, workbook

PACKAGE = workbook()
PARTS = parts_of(PACKAGE)
PLACES = st.integers(0, len(PACKAGE) - 1)


def test_parts_come_out_as_they_went_in():
    assert checked_parts(PACKAGE) == PARTS
    assert checked_parts(packed(PARTS, zipfile.ZIP_STORED)) == PARTS
    assert checked_parts(repacked(PARTS).getvalue()) == PARTS


def test_what_is_no_xml_is_counted_but_not_kept():
    assert checked_parts(packed({"a.png": b"\x89PNG", "b.bin": b"  <x/>", "c/": b""})) == {
        "a.png": b"",
        "b.bin": b"  <x/>",
    }


def test_a_package_written_as_a_stream_is_read():
    """Sizes stand behind each part then, as LibreOffice and servers write it."""

    class Stream(io.BytesIO):
        def seekable(self):
            return False

    file = Stream()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            package.writestr(name, content)
    assert checked_parts(file.getvalue()) == PARTS


def test_limits_are_those_that_are_named():
    many = {f"{number}.bin": b"" for number in range(limits.PACKED_PARTS)}
    assert len(checked_parts(packed(many))) == limits.PACKED_PARTS
    with pytest.raises(AnnexRefusedError):
        checked_parts(packed(many | {"more.bin": b""}))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PLACES, st.integers(0, 255), min_size=1, max_size=4))
def test_changed_bytes_give_the_same_parts_or_a_refusal(changes):
    changed = bytearray(PACKAGE)
    for place, byte in changes.items():
        changed[place] = byte
    _same_or_refused(bytes(changed))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLACES, PLACES, st.binary(max_size=40))
def test_bytes_cut_out_or_put_in_give_the_same_parts_or_a_refusal(one, other, put_in):
    start, end = sorted((one, other))
    _same_or_refused(PACKAGE[:start] + put_in + PACKAGE[end:])


def _same_or_refused(content: bytes) -> None:
    """What is given out is content of the package, under whatever name."""
    try:
        parts = checked_parts(content)
    except AnnexRefusedError:
        return
    assert set(parts.values()) <= {*PARTS.values(), b""}
