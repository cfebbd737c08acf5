"""Files are whole or not there, and their owner's only."""

import pytest

from core.files import write_whole


def test_a_file_is_put_in_its_place_for_its_owner_and_may_be_replaced(tmp_path):
    place = tmp_path / "folder" / "file"
    for content in ("Kế hoạch".encode(), b""):
        write_whole(place, content)

        assert place.read_bytes() == content
        assert [path.name for path in place.parent.iterdir()] == ["file"]
    assert [path.stat().st_mode & 0o077 for path in (place.parent, place)] == [0, 0]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "file").mkdir()  # so that the last step fails

    with pytest.raises(OSError, match="Is a directory"):
        write_whole(tmp_path / "file", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
