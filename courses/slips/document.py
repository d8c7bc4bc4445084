"""Slips on paper: one card for each person, with the code and its QR."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from flask import render_template

from courses.slips.queries import Member
from courses.trainings.models import Training
from lms import crypto, pdf
from lms.i18n import in_indonesian


def activation_url(public_url: str, code: str) -> str:
    return f"{public_url}/aktivasi/{crypto.typed_code(code)}"


def qr_image(text: str) -> str:
    """The QR as an address that an <img> can show without another request."""
    qr = segno.make(text, error="m", micro=False)
    return str(qr.svg_data_uri(border=2, dark="#16202b", omitsize=True))


@in_indonesian()
def print_slips(training: Training, members: Sequence[Member], public_url: str) -> bytes:
    codes = {member.person.id: member.person.slip_code for member in members}
    html = render_template(
        "courses/slips/sheet.html",
        training=training,
        members=members,
        codes=codes,
        qr={key: qr_image(activation_url(public_url, code)) for key, code in codes.items()},
        address=f"{public_url.split('://', 1)[1]}/aktivasi",
    )
    return pdf.render(html, "print/slips.css", "pdf/ua-1")
