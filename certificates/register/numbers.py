"""How a certificate's number is written."""

from __future__ import annotations

from datetime import date

from certificates.document.words import roman_month
from certificates.register.schema import CertificateSettings


def certificate_number(settings: CertificateSettings, serial: int, day: date) -> str:
    """Fill the office's pattern: `800.2/0007/Dinsos/BIMTEK-PS/II/2024`. `day` is in WITA."""
    return settings.number_pattern.format(
        klasifikasi=settings.classification,
        urut=serial,
        instansi=settings.institution,
        kode=settings.event_code,
        bulan_romawi=roman_month(day),
        tahun=day.year,
    )
