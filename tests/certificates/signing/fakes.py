"""Servers of others, on a port of this machine: BSrE's client of an agency, and a TSA.

Both speak real HTTP and sign for real. What BSrE's can fail in is chosen by `mood`.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

from asn1crypto import tsp
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.certificates import making


class _Server(AbstractContextManager["_Server"]):
    """Answers POST with `(status, body)` of `answer`; None cuts the connection."""

    media_type = "application/json"

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                found = outer.answer(self.path, dict(self.headers), self.rfile.read(length))
                if found is None:
                    self.close_connection = True
                    return
                status, body = found
                self.send_response(status)
                self.send_header("Content-Type", outer.media_type)
                self.send_header("Content-Length", str(len(body) + outer.promised_more))
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Not into the output of the tests."""

        self.promised_more = 0
        self.headers: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Any:
        raise NotImplementedError

    def __enter__(self) -> _Server:
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class FakeBsre(_Server):
    USER, PASSWORD = "aplikasi", "sandi aplikasi"
    NIK = "0" * 15 + "1"  # nobody's
    PASSPHRASE = "Burung Enggang#7 rahasia"

    def __init__(self, key_file: Path, password: str) -> None:
        super().__init__()
        self.mood = "well"
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.signed = 0
        self.stops_after: int | None = None  # documents, then it is out of order
        self.is_asked = Event()
        self.go_on = Event()  # until it is set, a server in the mood "slow" keeps silent
        self._signer = signers.SimpleSigner.load_pkcs12(str(key_file), passphrase=password.encode())

    def __exit__(self, *error: object) -> None:
        self.go_on.set()
        super().__exit__(*error)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Any:
        request = json.loads(body)
        self.asked.append((path, request))
        expected = b64encode(f"{self.USER}:{self.PASSWORD}".encode()).decode()
        if headers.get("Authorization") != f"Basic {expected}":
            return 401, b'{"error": "Unauthorized"}'
        if self.stops_after is not None and self.signed >= self.stops_after:
            return FAULTS["broken"]
        if self.mood in FAULTS:
            return FAULTS[self.mood]
        if path == "/api/v2/user/check/status":
            return 200, b'{"status": "ISSUE", "message": "User terdaftar"}'
        if path != "/api/v2/sign/pdf":
            return 404, b"{}"
        return self._sign(request)

    def _sign(self, request: dict[str, Any]) -> Any:
        if request["nik"] != self.NIK:
            return FAULTS["not registered"]
        if request["passphrase"] != self.PASSPHRASE:
            return FAULTS["wrong passphrase"]
        self.is_asked.set()
        if self.mood == "slow":
            self.go_on.wait(30)
        pdf = b64decode(request["file"][0])
        signed = self.altered(self.sign(pdf), pdf)
        self.signed += 1
        if self.mood == "cut":
            return None
        answer = json.dumps({"time": 120, "file": [b64encode(signed).decode()]}).encode()
        return 200, answer

    def sign(self, pdf: bytes) -> bytes:
        return self._sign_writer(IncrementalPdfFileWriter(BytesIO(pdf)))

    def _sign_writer(self, writer: IncrementalPdfFileWriter) -> bytes:
        about = signers.PdfSignatureMetadata(field_name=f"BSrE{self.signed}", md_algorithm="sha256")
        written: bytes = signers.sign_pdf(writer, about, signer=self._signer).getvalue()
        return written

    def altered(self, signed: bytes, pdf: bytes) -> bytes:
        """What comes back from a server that must not be trusted."""
        ways = {
            "unsigned": lambda: pdf,
            "other document": lambda: self.sign(pdf.replace(b"%PDF-1.7", b"%PDF-1.6")),
            "flipped byte": lambda: signed[:-20] + bytes([signed[-20] ^ 1]) + signed[-19:],
            "flipped inside": lambda: signed[:2000] + bytes([signed[2000] ^ 1]) + signed[2001:],
            "appended": lambda: signed + b"\n% tambahan",
            "redrawn": lambda: self._redrawn(pdf),
        }
        return ways.get(self.mood, lambda: signed)()

    def _redrawn(self, pdf: bytes) -> bytes:
        """Signed whole, but over a page that no longer says what it said."""
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b""))
        writer.update_container(page)
        return self._sign_writer(writer)


FAULTS = {
    "wrong passphrase": (400, b'{"status_code": 2031, "error": "Passphrase anda salah"}'),
    "wrong passphrase in words": (400, b'{"error": "Passphrase anda salah"}'),
    "not registered": (400, b'{"status_code": 2011, "error": "User tidak terdaftar"}'),
    "no certificate": (400, b'{"status_code": 2021, "error": "Sertifikat expired"}'),
    "status no certificate": (200, b'{"status": "NO_CERTIFICATE"}'),
    "refused application": (403, b'{"error": "Forbidden"}'),
    "broken": (500, b"<html>Internal Server Error</html>"),
    "gateway": (504, b"<html>Gateway Time-out</html>"),
    "too many": (429, b"{}"),
    "redirects": (302, b""),
    "bad request": (400, b'{"error": "Berkas tidak valid"}'),
    "not json": (200, b"<html>Selamat datang</html>"),
    "no file": (200, b'{"time": 1, "file": []}'),
    "not base64": (200, b'{"time": 1, "file": ["***"]}'),
    "a list": (200, b"[1, 2]"),
}


class FakeTsa(_Server):
    media_type = "application/timestamp-reply"

    def __init__(self, private: Any, certificate: x509.Certificate, root: x509.Certificate) -> None:
        super().__init__()
        self.mood = "well"
        der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        store = SimpleCertificateStore.from_certs([_parsed(root), _parsed(certificate)])
        self._stamper = DummyTimeStamper(
            _parsed(certificate),
            PrivateKeyInfo.load(der),
            certs_to_embed=store,
            fixed_dt=making.AT,
        )

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Any:
        if self.mood == "cut":
            return None
        if self.mood == "broken":
            return 500, b"Internal Server Error"
        if self.mood == "garbage":
            return 200, b"bukan stempel"
        asked = tsp.TimeStampReq.load(body)
        if self.mood == "other document":
            asked["message_imprint"]["hashed_message"] = bytes(32)
        return 200, self._stamper.request_tsa_response(asked).dump()


def _parsed(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))
