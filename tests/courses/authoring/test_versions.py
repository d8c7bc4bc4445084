"""Every version stays, can be compared, and can come back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.catalogue.models import ModuleVersion
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests.courses.authoring.conftest import said, written


@pytest.fixture
def budi(sign_in, world, materi):
    """Budi, after he wrote two versions over the folder's."""
    budi = sign_in(world.budi)
    budi.post(materi("/PS-01"), written("## A\n\nNilai dua juta.\n", note="Awal"))
    budi.post(materi("/PS-01"), written("## A\n\nNilai tiga juta.\n", 2, note="Surat baru"))
    return budi


def test_the_history_tells_who_changed_what(budi, materi):
    page = said(budi.get(materi("/PS-01/riwayat")))
    assert [f"Versi {number}</a>" in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "Surat baru" in page
    assert "dari folder pelatihan" in page
    assert page.count("yang tampil sekarang") == 1


def test_a_version_shows_what_it_changed(budi, materi):
    page = said(budi.get(materi("/PS-01/riwayat/3")))
    assert "Nilai <del>dua</del> juta." in page
    assert "Nilai <ins>tiga</ins> juta." in page
    assert "Kembalikan versi ini" not in page
    assert "Ini versi pertama." in said(budi.get(materi("/PS-01/riwayat/1")))


def test_an_earlier_version_comes_back_as_the_newest(budi, materi, newest, world):
    answer = budi.post(materi("/PS-01/riwayat/2/kembalikan"), {"version": 3}, follow_redirects=True)
    assert "Isi versi 2 kembali, sebagai versi 4." in said(answer)
    version = newest(1)[1]
    assert (version.markdown, version.note) == ("## A\n\nNilai dua juta.\n", "Kembali ke versi 2")
    assert version.author_id == world.budi


def test_bringing_it_back_twice_is_once(budi, materi, newest, app):
    for _ in range(2):
        answer = budi.post(
            materi("/PS-01/riwayat/2/kembalikan"), {"version": 3}, follow_redirects=True
        )
    assert "sama dengan yang sekarang" in said(answer)
    with app.app_context():
        saves = sa.select(sa.func.count()).where(AuditEntry.action == "module.saved")
        assert db.session.scalar(saves) == 3


def test_a_version_never_comes_back_over_a_text_one_has_not_seen(budi, materi, newest):
    answer = budi.post(materi("/PS-01/riwayat/1/kembalikan"), {"version": 2})
    assert answer.status_code == 409
    assert newest(1)[1].number == 3


@pytest.mark.parametrize("version", ["", "tiga"])
def test_without_saying_what_was_seen_nothing_comes_back(budi, materi, newest, version):
    answer = budi.post(materi("/PS-01/riwayat/1/kembalikan"), {"version": version})
    assert answer.status_code == 409
    assert newest(1)[1].number == 3


def test_a_text_that_names_a_picture_which_is_gone_does_not_come_back(
    budi, materi, newest, app, world
):
    with app.app_context(), transaction():
        old = db.session.scalars(
            sa.select(ModuleVersion).where(
                ModuleVersion.module_id == world.modules[1], ModuleVersion.number == 1
            )
        ).one()
        old.markdown = "## A\n\n![x](figures/hilang.png)\n"
    answer = budi.post(materi("/PS-01/riwayat/1/kembalikan"), {"version": 3})
    assert answer.status_code == 409
    assert "Baris 3: gambar ini belum diunggah" in said(answer)
    assert newest(1)[1].number == 3


def test_nothing_comes_back_in_a_closed_training(budi, materi, newest, close):
    close()
    assert "Kembalikan versi ini" not in said(budi.get(materi("/PS-01/riwayat/1")))
    answer = budi.post(materi("/PS-01/riwayat/1/kembalikan"), {"version": 3})
    assert (answer.status_code, newest(1)[1].number) == (409, 3)


def test_a_long_history_costs_no_more_statements(budi, materi, statements):
    with statements() as few:
        budi.get(materi("/PS-01/riwayat"))
    for number in range(3, 8):
        budi.post(materi("/PS-01"), written(f"## A\n\nIsi {number}.\n", number))
    with statements() as many:
        budi.get(materi("/PS-01/riwayat"))
    assert len(few) == len(many) <= 6
