"""What was issued, in words: certificates and certificates of attendance are counted apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from certificates.document.facts import CertificateKind


class Paper(Protocol):
    @property
    def kind(self) -> CertificateKind: ...


def papers_in_words(papers: Iterable[Paper]) -> str:
    """`30 sertifikat dan 4 surat keterangan`; what there is none of is not said."""
    kinds = [paper.kind for paper in papers]
    competence = kinds.count(CertificateKind.COMPETENCE)
    attendance = kinds.count(CertificateKind.ATTENDANCE)
    said = []
    if competence or not attendance:
        said.append(ngettext("%(num)d sertifikat", "%(num)d sertifikat", competence))
    if attendance:
        said.append(ngettext("%(num)d surat keterangan", "%(num)d surat keterangan", attendance))
    joined: str = _(" dan ").join(said)
    return joined
