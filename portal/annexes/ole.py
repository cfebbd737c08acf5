"""What lies at the top of an OLE file (Compound File Binary, MS-CFB): so Office wrote files until 2003.

Only the directory is read, to know what the file is: a workbook, an old Word document, something encrypted.
"""

import struct

HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END_OF_CHAIN = 0xFFFFFFFF, 0xFFFFFFFA  # sector numbers from here on are no sectors
_ENTRY_BYTES = 128
_ENTRIES = 10_000  # an old workbook has about ten


def top_names(content: bytes) -> set[str]:
    """The names of streams and storages directly below the root. ValueError where the file is damaged."""
    try:
        entries = _directory(content)
        names, waiting, seen = set(), [_child(entries[0])], set()
        while waiting:
            number = waiting.pop()
            if number == _FREE or number in seen:
                continue
            seen.add(number)
            entry = entries[number]
            names.add(_name(entry))
            waiting += struct.unpack_from("<2I", entry, 68)  # what stands left and right of it
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError("not a whole OLE file") from error
    return names


def _directory(content: bytes) -> list[bytes]:
    """The entries of the directory, whose sectors are a chain."""
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise ValueError(f"sectors of 2^{shift} bytes")
    size = 1 << shift
    fat_places = [place for place in struct.unpack_from("<109I", content, 76) if place < _END_OF_CHAIN]
    entries, seen = [], set()
    sector = struct.unpack_from("<I", content, 48)[0]
    while sector < _END_OF_CHAIN:
        if sector in seen or len(entries) > _ENTRIES:
            raise ValueError("its directory does not end")
        seen.add(sector)
        start = (sector + 1) << shift
        piece = content[start : start + size]
        if len(piece) < size:
            raise ValueError("its directory is cut off")
        entries += [piece[at : at + _ENTRY_BYTES] for at in range(0, size, _ENTRY_BYTES)]
        table, place = divmod(sector, size // 4)
        sector = struct.unpack_from("<I", content, ((fat_places[table] + 1) << shift) + 4 * place)[0]
    return entries


def _child(entry: bytes) -> int:
    return struct.unpack_from("<I", entry, 76)[0]


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le")
