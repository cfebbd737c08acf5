"""PDFs signed with a throwaway certificate, as an official's program signs them: by an incremental update; and made ones."""

import io
from datetime import UTC, datetime, timedelta
from functools import cache

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reporting.enums import ReportKind
from reporting.files import store_file
from reporting.models import ReportRun


@cache
def signer(name: str) -> signers.SimpleSigner:
    key = rsa.generate_private_key(65537, 2048)
    about = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA thử")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(about)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def signed(content: bytes, name: str = "Nguyễn Văn Ký", field: str = "Signature1") -> bytes:
    """The file with a signature of this name added to it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    about = signers.PdfSignatureMetadata(field_name=field)
    return signers.sign_pdf(writer, about, signer=signer(name)).getvalue()


def edited(content: bytes) -> bytes:
    """The file with a page's content replaced by an incremental update, after whatever was signed before."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=b"0 0 50 50 re f"))
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def shadowed(content: bytes, way: str) -> bytes:
    """The file with something else on its page, by an update that a list of its changed objects does not tell.

    `way` "root": its trailer names another catalogue with other pages. "info": what the page shows is rewritten, and
    called the document's information.
    """
    reader = PdfFileReader(io.BytesIO(content))
    root, size = reader.trailer.raw_get("/Root").idnum, int(reader.trailer["/Size"])
    page = reader.root["/Pages"].raw_get("/Kids")[0]
    shown = page.get_object().raw_get("/Contents").idnum
    black = _stream(b"0 0 50 50 re f")
    if way == "info":
        return _updated(content, {shown: black}, root, size, info=shown)
    kept = b"".join(
        f"{name} ".encode() + _written(reader.root, name) + b"\n" for name in reader.root if name != "/Pages"
    )
    objects = {
        size: b"<< %s /Pages %d 0 R >>" % (kept, size + 1),
        size + 1: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (size + 2),
        size + 2: b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R >>" % (size + 1, size + 3),
        size + 3: black,
    }  # fmt: skip
    return _updated(content, objects, size, size + 4)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _written(of, name: str) -> bytes:
    file = io.BytesIO()
    of.raw_get(name).write_to_stream(file)
    return file.getvalue()


def _updated(
    content: bytes, objects: dict[int, bytes], root: int, size: int, info: int | None = None
) -> bytes:
    previous = int(content[content.rindex(b"startxref") :].split()[1])
    places, table = {}, b"xref\n"
    for number, body in objects.items():
        places[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    for number, place in places.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, place)
    about = b" /Info %d 0 R" % info if info else b""
    trailer = b"trailer << /Size %d /Root %d 0 R /Prev %d%s >>" % (size, root, previous, about)
    return content + table + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(content)


def pdf(**options) -> bytes:
    """A PDF of one empty page, as scanners make it."""
    content = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(content, **options)
    return content.getvalue()


def locked_pdf(user: str) -> bytes:
    """One that is encrypted; with an empty `user` password everybody opens it."""
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=user))


def made(sent, by, content: bytes, since=timedelta(0)) -> bytes:
    """The content, as the PDF that the portal made of the version, that long after the sending."""
    stored = store_file(content)
    ReportRun.objects.create(
        version=sent.version, consolidation=sent, province=sent.province, kind=ReportKind.YEAR_PDF, status="done",
        data_digest="1" * 64, requested_by=by, finished_at=sent.sent_at, attempts=1, file_name="bao-cao.pdf",
        size=stored.size, checksum=stored.checksum, requested_at=sent.sent_at + since,
    )  # fmt: skip
    return content
