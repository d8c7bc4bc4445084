"""The kept file, signed in each way, is PDF/A-3a and PDF/UA-1 to veraPDF's own core."""

from __future__ import annotations

from dataclasses import replace

from weasyprint import HTML

from certificates.document import renderer
from certificates.document.facts import CertificateKind, ModuleLine
from certificates.signing import keys
from certificates.signing.bsre import BsreSigner
from certificates.signing.local import LocalSigner
from tests.certificates import making
from tests.certificates.document.conftest import FACTS
from tests.certificates.signing.fakes import FakeBsre
from tests.verapdf import judging

CROWDED = replace(
    FACTS,
    recipient_name="Dra. Hj. Siti Nor Aliyah Rahmawati Az-Zahra binti Muhammad Arsyad Al-Banjari",
    modules=tuple(
        ModuleLine(code=f"M-{place:02}", title=f"Materi ke-{place}", lesson_hours=2)
        for place in range(20)
    ),
)


def test_each_kind_of_certificate_passes_both_standards(
    make_key, password_file, tsa, account, tmp_path
):
    signers = {
        f"{kind}{' stamped' if url else ''}": LocalSigner(
            keys.read(make_key(kind), password_file), tsa_url=url
        )
        for kind in ("P-256", "RSA 2048")
        for url in ("", tsa.url)
    }
    signers["BSrE"] = BsreSigner(account, FakeBsre.PASSPHRASE)
    papers = {
        "original": FACTS,
        "specimen": replace(FACTS, specimen=True),
        "of attendance": replace(FACTS, kind=CertificateKind.ATTENDANCE),
        "crowded": CROWDED,
    }
    plain = {name: renderer.render(facts) for name, facts in papers.items()}
    plain["with a credential"] = renderer.render(FACTS, credential=b"{}")
    signed = {
        name: signer.sign(plain["with a credential"], FACTS, at=making.AT)
        for name, signer in signers.items()
    }
    assert judging.faults(plain | signed, "3a,ua1", tmp_path) == {}


def test_a_page_without_tags_and_profile_fails_both(tmp_path):
    page = HTML(string="<p>Tanpa apa-apa</p>").write_pdf()
    broken = judging.faults({"page": page}, "3a,ua1", tmp_path)
    assert set(broken) == {"page 3a", "page ua1"}
    assert any("StructTreeRoot" in each for each in broken["page ua1"])
