"""Kept files: named by their content, whole or not there, private."""

import hashlib
import os

import pytest

from reporting.files import FileLostError, open_file, store_file

CONTENT = "Kế hoạch".encode()
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()


def kept(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_a_file_is_kept_under_the_digest_of_its_content(files_dir):
    stored = store_file(CONTENT)

    assert (stored.checksum, stored.size) == (CHECKSUM, len(CONTENT))
    assert kept(files_dir) == [f"{CHECKSUM[:2]}/{CHECKSUM}"]
    with open_file(stored.checksum, stored.size) as file:
        assert file.read() == CONTENT


def test_the_same_content_is_one_file_and_storing_it_again_mends_it(files_dir):
    store_file(CONTENT)
    place = files_dir / CHECKSUM[:2] / CHECKSUM
    place.write_bytes(b"hong")

    assert store_file(CONTENT) == store_file(CONTENT)
    assert kept(files_dir) == [f"{CHECKSUM[:2]}/{CHECKSUM}"]
    assert place.read_bytes() == CONTENT


def test_others_on_the_machine_cannot_read_it(files_dir):
    store_file(CONTENT)

    place = files_dir / CHECKSUM[:2] / CHECKSUM
    assert [path.stat().st_mode & 0o077 for path in (place.parent, place)] == [0, 0]


HARMS = {
    "gone": os.unlink,
    "cut": lambda file: file.write_bytes(CONTENT[:-1]),
    "changed": lambda file: file.write_bytes(CONTENT[:-1] + b"?"),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_file_that_is_gone_cut_or_changed_is_told(harm, files_dir):
    store_file(CONTENT)
    harm(files_dir / CHECKSUM[:2] / CHECKSUM)

    with pytest.raises(FileLostError):
        open_file(CHECKSUM, len(CONTENT))


def test_what_cannot_be_written_leaves_nothing_behind(files_dir):
    (files_dir / CHECKSUM[:2] / CHECKSUM).mkdir(parents=True)  # so that the last step fails

    with pytest.raises(OSError, match="Is a directory"):
        store_file(CONTENT)
    assert kept(files_dir) == []
