"""What is signed: the W3C's own numbers come out, and nothing that has no meaning gets in."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from certificates.badges import contexts, proof
from certificates.badges.keys import base58
from tests.certificates.badges.checking import from_base58, is_signed
from tests.certificates.badges.conftest import AT

VECTORS = Path(__file__).parent / "vectors"
DIGESTS = {
    "credentials-v2.jsonld": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "open-badges-3.0.3.jsonld": "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    "achievement-credential.schema.json": (
        "b7358e895f492e74055dc6bfc7ffc420d0e497f90c4579fb83d9519b86d393ea"
    ),
}


def vector(name):
    return json.loads((VECTORS / name).read_text())


def load_with_examples(url, options=None):
    """The vector names a context of examples, which the product does not know."""
    if url != "https://www.w3.org/ns/credentials/examples/v2":
        return contexts.load(url, options)
    document = vector("credentials-examples-v2.json")
    return {**contexts.load(contexts.CREDENTIALS), "documentUrl": url, "document": document}


def test_hashes_and_signature_are_those_of_the_w3c():
    signed = vector("signed-credential.json")
    digest = proof.digest(signed, signed["proof"], load_with_examples).hex()
    assert digest[:64] == (VECTORS / "proof-config-hash.txt").read_text()
    assert digest[64:] == (VECTORS / "doc-hash.txt").read_text()
    key = vector("key-pair.json")["publicKeyMultibase"]
    method = {"id": signed["proof"]["verificationMethod"], "publicKeyMultibase": key}
    assert is_signed(signed, {"verificationMethod": [method]}, load_with_examples)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.w3.org/ns/credentials/examples/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "http://127.0.0.1:5000/",
        "file:///etc/passwd",
    ],
)
def test_no_other_context_is_ever_loaded(office, url):
    with pytest.raises(contexts.UnknownContextError):
        contexts.load(url)
    document = {**office.credential(), "@context": [contexts.CREDENTIALS, url]}
    with pytest.raises(Exception, match="context") as refused:
        proof.canonical(document)
    assert "UnknownContextError" in repr(refused.getrepr(style="short"))


def test_pinned_documents_are_the_published_ones():
    found = {
        name: hashlib.sha256((contexts.PINNED / name).read_bytes()).hexdigest() for name in DIGESTS
    }
    assert found == DIGESTS


def with_term(document):
    return {**document, "nilaiTambahan": 5}


def with_term_inside(document):
    subject = document["credentialSubject"]
    return {**document, "credentialSubject": {**subject, "nik": "0"}}


def with_type(document):
    return {**document, "type": [*document["type"], "SertifikatEmas"]}


def with_relative_address(document):
    return {**document, "id": "kredensial.json"}


@pytest.mark.parametrize("change", [with_term, with_term_inside, with_type, with_relative_address])
def test_what_no_context_knows_is_refused_by_who_signs_and_who_checks(office, change):
    changed = change(office.credential())
    with pytest.raises(proof.UnknownTermError):
        is_signed(changed, office.did)
    with pytest.raises(proof.UnknownTermError):
        proof.sign(changed, office.key.private, method=office.method, at=AT)


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\x01", b"\xff" * 64, bytes(range(34))])
def test_base58_can_be_read_back(data):
    assert from_base58(base58(data)) == data


def test_the_same_document_gives_the_same_signature(office):
    assert office.credential() == office.credential()
