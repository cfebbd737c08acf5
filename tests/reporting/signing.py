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
