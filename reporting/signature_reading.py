"""Reading the digital signatures of a PDF, in a child (`core.children`): whose, since when, and if the file was changed after.

Asks nothing of settings or database. Nothing is fetched and no file opened while a PDF is parsed. Certificates are named, not judged: the
portal holds no list of the certification services that Vietnam trusts (Luật Giao dịch điện tử 20/2023/QH15).
"""

import asyncio
import io
import json
import logging
import resource
from datetime import UTC, datetime
from importlib import import_module

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from core.dates import HANOI
from core.text import tidy_lines
from reporting.enums import SignatureState

# Loaded late otherwise, when no file can be opened any more.
for _module in (
    "cryptography.hazmat.backends.openssl",
    "pyhanko.pdf_utils.crypt._saslprep",
    "pyhanko.pdf_utils.filters",
):
    import_module(_module)
# What a program that signs changes in the document's catalogue, and in the form that lists its signatures.
ROOT = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
FORM = frozenset({"/Fields", "/SigFlags"})
MOST_SIGNATURES = 20
LONGEST_NAME = 200


def read(given: tuple[bytes, int | None], progress) -> bytes:
    """What is read of a PDF, as JSON; `given` is its content, and how much of it at its beginning the portal has made.

    `needs_password`; `signatures` (None where the file cannot be read), each with `signer`, `issuer`, `at` (ISO, empty
    where none is told), `is_stamped` (by a time-stamping service) and `state`; `only_signed` says if nothing but
    signatures was added to what the portal has made.
    """
    content, made = given
    logging.disable()  # that nobody is trusted is no news
    loop = asyncio.new_event_loop()
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # neither file nor network from here on
    return json.dumps(_read(content, made, loop), ensure_ascii=False).encode()


def _read(content: bytes, made: int | None, loop) -> dict:
    found = {"needs_password": False, "signatures": None, "only_signed": False}
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            return found | {"needs_password": True}
        signatures = [_signature(one, loop) for one in reader.embedded_regular_signatures[:MOST_SIGNATURES]]
        only_signed = (
            made is not None and bool(signatures) and _only_signed(reader, _revision_of(reader, made))
        )
    except Exception as error:  # what a damaged file leads a parser to
        print(f"not read: {type(error).__name__}: {error}")
        return found
    return found | {"signatures": signatures, "only_signed": only_signed}


def _signature(signature, loop) -> dict:
    told = {
        "signer": "",
        "issuer": "",
        "at": "",
        "is_stamped": False,
        "state": SignatureState.UNCHECKED.value,
    }
    try:
        certificate = signature.signer_cert
        told["signer"] = _common_name(certificate.subject)
        told["issuer"] = _common_name(certificate.issuer)
        trusts_nobody = ValidationContext(trust_roots=[], allow_fetching=False)
        # Its own comparison of revisions takes minutes for a tagged report of some pages.
        checked = async_validate_pdf_signature(signature, trusts_nobody, skip_diff=True)
        status = loop.run_until_complete(checked)
        stamp = status.timestamp_validity
        is_stamped = bool(stamp and stamp.intact and stamp.valid)
        moment = stamp.timestamp if is_stamped else status.signer_reported_dt
        told |= {"at": _iso(moment), "is_stamped": is_stamped, "state": _state(signature, status)}
    except Exception as error:  # one that cannot be checked says nothing of the others
        print(f"not checked: {type(error).__name__}: {error}")
    return told


def _state(signature, status) -> str:
    if not (status.intact and status.valid):
        return SignatureState.CHANGED.value
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return SignatureState.INTACT.value
    is_revision = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    if is_revision and _only_signed(signature.reader, signature.signed_revision):
        return SignatureState.ADDED.value
    return SignatureState.CHANGED.value


def _revision_of(reader: PdfFileReader, made: int) -> int | None:
    """The last revision within the first bytes."""
    xrefs = reader.xrefs
    ends = (xrefs.get_xref_container_info(one).end_location for one in range(xrefs.total_revisions))
    return max((number for number, end in enumerate(ends) if end <= made), default=None)


def _only_signed(reader: PdfFileReader, base: int | None) -> bool:
    """If what came after a revision changes nothing that it shows: fields of signatures and metadata alone.

    What the picture of a visible signature shows is not judged.
    """
    xrefs = reader.xrefs
    if base is None:
        return False
    later = range(base + 1, xrefs.total_revisions)
    if any(xrefs.refs_freed_in_revision(one) for one in later):
        return False
    before = reader.get_historical_resolver(base)
    root_ref = before.trailer_view.raw_get("/Root").reference
    if reader.root_ref != root_ref:  # another catalogue, with whatever pages
        return False
    changed = {one for number in later for one in xrefs.explicit_refs_in_revision(number)}
    there = {one for number in range(base + 1) for one in xrefs.explicit_refs_in_revision(number)}
    # As the revision names them: a later one may call a page's content so.
    root = before.get_object(root_ref)
    unseen = {_target(before.trailer_view, "/Info"), _target(root, "/Metadata")}
    parts = {(root_ref.idnum, root_ref.generation): ROOT, _target(root, "/AcroForm"): FORM}
    return all(
        _shows_the_same(
            before.get_object(one), reader.get_object(one), parts.get((one.idnum, one.generation))
        )
        for one in changed & there
        if (one.idnum, one.generation) not in unseen
    )


def _target(of, name: str) -> tuple[int, int] | None:
    """The number of the object to which an entry leads."""
    found = of.raw_get(name) if name in of else None
    return (found.idnum, found.generation) if isinstance(found, IndirectObject) else None


def _shows_the_same(old, new, may_change: frozenset[str] | None) -> bool:
    """`may_change` are the entries in which a part of the document may; None for a page, which may get signatures."""
    if not (isinstance(old, DictionaryObject) and isinstance(new, DictionaryObject)):
        return False
    names = {name for name in {*old, *new} if _raw(old, name) != _raw(new, name)}
    if may_change is not None:
        return names <= may_change
    if old.get("/Type") != "/Page" or names - {"/Annots"}:
        return False
    kept, notes = list(old.get("/Annots", ())), new["/Annots"]  # as they are named, not as they read
    added = [notes[place] for place, one in enumerate(notes) if one not in kept]
    return len(notes) - len(added) == len(kept) and all(_is_signature(one) for one in added)


def _raw(of: DictionaryObject, name: str) -> bytes:
    """What stands under a name, as it is written: not all of pyHanko's objects compare by value."""
    written = io.BytesIO()
    if name in of:
        of.raw_get(name).write_to_stream(written)
    return written.getvalue()


def _is_signature(note) -> bool:
    return note.get("/Subtype") == "/Widget" and note.get("/FT") == "/Sig"


def _common_name(name) -> str:
    native = name.native
    found = native.get("common_name") or native.get("organization_name") or name.human_friendly
    named = found if isinstance(found, str) else ", ".join(found)
    return tidy_lines(named).replace("\n", " ")[:LONGEST_NAME]


def _iso(moment: datetime | None) -> str:
    """In UTC; a clock that tells no zone is taken for one in Hà Nội."""
    if moment is None:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=HANOI)).astimezone(UTC).isoformat()
