"""The template on screen: saved as versions, faults at their fields, two editors."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from certificates.document.facts import CertificateFacts
from certificates.register.models import Certificate, Series
from certificates.template.models import CertificateTemplate
from courses.trainings.models import Training
from lms import files
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.certificates.template.conftest import ADDRESS, fields_of, picture

MORE = {
    "attendance_given": "y", "attendance_title": "SURAT KETERANGAN",
    "attendance_statement": "telah mengikuti pelatihan", "attendance_event_code": "UJI-H",
    "attendance_series": "uji-hadir",
}  # fmt: skip


def versions(app) -> list[CertificateTemplate]:
    with app.app_context():
        found = sa.select(CertificateTemplate).order_by(CertificateTemplate.version)
        return list(db.session.scalars(found))


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_what_is_saved_is_the_next_version_and_in_force(app, send, citra, world):
    answer = send(
        title="SERTIFIKAT PELATIHAN", heading="DINAS SOSIAL\n\nBIDANG CONTOH",
        signatory_nip="000000000000000000", signatory_acting=None, printing_rank=None,
        valid_years="3", **MORE,
    )  # fmt: skip
    assert answer.status_code == 303
    assert "Templat tersimpan sebagai versi 2." in text(citra.get(ADDRESS))
    first, second = versions(app)
    assert (first.version, first.made_by_id) == (1, None), "as it stood before"
    assert first.settings["title"] == "SERTIFIKAT KOMPETENSI"
    assert (second.version, second.made_by_id, second.made_at) == (2, world.citra, making.AT)
    with app.app_context():
        kept = db.session.get_one(Training, world.training_id).certificate
        entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert kept == second.settings
    assert kept["heading"] == ["DINAS SOSIAL", "BIDANG CONTOH"]
    assert kept["printing"] == {"rank": False}
    assert kept["valid_years"] == 3
    assert kept["attendance"]["series"] == "uji-hadir"
    assert (entry.action, entry.actor_id) == ("certificate_template.saved", world.citra)
    assert entry.details["before"]["title"] == "SERTIFIKAT KOMPETENSI"
    assert entry.details["after"]["printing_rank"] is False


def test_the_form_shows_what_stands_and_saving_it_again_changes_nothing(app, send, citra):
    send(title="JUDUL LAIN", **MORE)
    shown = fields_of(text(citra.get(ADDRESS)))
    assert shown["title"] == "JUDUL LAIN"
    assert shown["heading"] == "PEMERINTAH PROVINSI KALIMANTAN SELATAN\nDINAS SOSIAL"
    assert shown["attendance_given"] == "y"
    assert send().status_code == 303
    assert "Tidak ada yang berubah." in text(citra.get(ADDRESS))
    assert len(versions(app)) == 2


def test_the_same_form_sent_twice_is_one_version(app, send, citra):
    shown = fields_of(text(citra.get(ADDRESS)))
    for _ in range(2):
        assert send(shown=shown, title="JUDUL LAIN").status_code == 303
    assert len(versions(app)) == 2


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"title": " "}, "title", "Judul: tidak boleh kosong"),
        ({"heading": "\n"}, "heading", "Kepala surat: paling sedikit 1 butir"),
        ({"heading": "a\nb\nc\nd\ne"}, "heading", "Kepala surat: paling banyak 4 butir"),
        ({"statement": ""}, "statement", "Pernyataan sesudah nama: tidak boleh kosong"),
        ({"number_pattern": "{urut}/{nomor}/{tahun}"}, "number_pattern", "{nomor} tidak dikenal"),
        ({"series": "Deret A"}, "series", "Deret nomor: hanya huruf kecil"),
        ({"signer": "cap jempol"}, "signer", "Pilih salah satu yang tersedia."),
        ({"signatory_nip": "123"}, "signatory_nip", "NIP terdiri atas 18 angka, atau kosong"),
        ({"signatory_post": ""}, "signatory_post", "Jabatan penanda tangan: tidak boleh kosong"),
        ({"valid_years": "0"}, "valid_years", "paling kecil 1"),
        ({"valid_years": "21"}, "valid_years", "paling besar 20"),
        ({"valid_years": "tiga"}, "valid_years", "harus berupa bilangan bulat"),
        ({**MORE, "attendance_title": ""}, "attendance_title", "tidak boleh kosong"),
        ({**MORE, "attendance_series": "uji"}, "attendance_series", "harus berbeda"),
        ({**MORE, "attendance_event_code": "UJI"}, "attendance_event_code", "harus berbeda"),
        (
            {**MORE, "attendance_statement": "dinyatakan kompeten"},
            "attendance_statement",
            "hanya menyatakan kehadiran",
        ),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_kept(app, send, typed, field, message):
    answer = send(**typed)
    page = text(answer)
    assert answer.status_code == 422
    told = page.split(f'id="{field}-error"')[1].split("</p>")[0]
    assert message in told
    assert f'href="#{field}"' in page
    assert versions(app) == []


def test_what_was_typed_stays_on_the_page_beside_a_fault(send):
    page = text(send(title="", place="Kota Contoh", logo=(io.BytesIO(picture()), "l.png")))
    assert fields_of(page)["place"] == "Kota Contoh"
    assert "Pilih lagi berkas lambangnya" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan gambar PNG atau JPEG"),
        (picture()[:-200], "bukan gambar PNG atau JPEG"),
        (picture(size=(40, 99)), "terlalu kecil"),
        (picture(size=(4001, 4000)), "terlalu besar ukuran pikselnya"),
    ],
    ids=["svg", "cut short", "tiny", "pixels"],
)
def test_a_logo_that_is_of_no_use_is_refused(app, send, data, message):
    answer = send(logo=(io.BytesIO(data), "lambang.png"))
    assert answer.status_code == 422
    assert message in text(answer).split('id="logo-error"')[1].split("</p>")[0]
    assert versions(app) == []


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_is_painted_anew_kept_shown_and_left_off(app, send, citra, form):
    send(logo=(io.BytesIO(picture(form, (1600, 800))), "Lambang.dat"))
    *_, second = versions(app)
    with app.app_context():
        kept = Image.open(io.BytesIO(files.store().get(second.logo)))
    assert (kept.format, kept.size) == ("PNG", (500, 250))
    address = f"{ADDRESS}/versi/2/lambang.png"
    assert address in text(citra.get(ADDRESS))
    assert citra.get(address).mimetype == "image/png"
    assert citra.get(f"{ADDRESS}/versi/1/lambang.png").status_code == 404
    send(title="JUDUL LAIN")
    assert versions(app)[-1].logo == second.logo, "no file chosen leaves it as it is"
    send(logo_removed="y")
    assert versions(app)[-1].logo is None


def test_the_second_of_two_editors_sees_both_and_decides(app, send, sign_in, world, citra):
    opened = fields_of(text(citra.get(ADDRESS)))
    assert send(shown=opened, title="DARI CITRA").status_code == 303
    answer = send(shown=opened, title="DARI REKAN", place="Kota Contoh")
    page = text(answer)
    assert answer.status_code == 409
    assert "sudah diubah orang lain" in page
    assert "DARI CITRA" in page
    assert "DARI REKAN" in page
    assert len(versions(app)) == 2
    assert send(shown=fields_of(page)).status_code == 303
    *_, third = versions(app)
    assert (third.settings["title"], third.settings["place"]) == ("DARI REKAN", "Kota Contoh")


@pytest.mark.parametrize(
    ("who", "status"), [("dewi", 404), ("ani", 403), ("budi", 403), ("eko", 403)]
)
def test_only_organisers_come_here(app, world, sign_in, send, who, status):
    send(title="JUDUL LAIN")
    other = sign_in(getattr(world, who))
    for address in ("", "/nomor", "/versi", "/versi/1", "/versi/1/pratinjau.pdf"):
        assert other.get(ADDRESS + address).status_code == status, address
    for address in ("", "/pratinjau", "/versi/1/pakai"):
        assert other.post(ADDRESS + address).status_code == status, address
    assert len(versions(app)) == 2


def test_an_organiser_finds_it_on_the_home_page_and_others_do_not(sign_in, citra, world):
    home = ADDRESS.rpartition("/")[0]
    assert ADDRESS in text(citra.get(home)).split("</nav>")[-1]
    assert ADDRESS not in text(sign_in(world.eko).get(home))


def test_a_closed_training_keeps_its_template_and_still_shows_it(app, send, citra, world):
    send(title="JUDUL LAIN")
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = making.AT
    page = text(citra.get(ADDRESS))
    assert "sudah ditutup" in page
    assert "Simpan templat" not in page
    assert send(title="TERLAMBAT").status_code == 409
    assert send(to="/versi/1/pakai").status_code == 409
    assert send(to="/pratinjau").mimetype == "application/pdf"
    assert len(versions(app)) == 2


def test_numbers_follow_what_is_typed_and_use_none(app, citra, world):
    query = {
        "number_pattern": "{urut:03}/{kode}/{tahun}", "classification": "800.2",
        "institution": "Dinsos", "event_code": "BARU", "series": "baru",
    }  # fmt: skip
    assert citra.get(f"{ADDRESS}/nomor", query_string=query).json == {"competence": "001/BARU/2024"}
    both = query | {
        "attendance_given": "y", "attendance_event_code": "HADIR", "attendance_series": "hadir",
    }  # fmt: skip
    assert citra.get(f"{ADDRESS}/nomor", query_string=both).json == {
        "competence": "001/BARU/2024", "attendance": "001/HADIR/2024",
    }  # fmt: skip
    wrong = query | {"number_pattern": "{urut}"}
    assert citra.get(f"{ADDRESS}/nomor", query_string=wrong).json == {}
    with app.app_context():
        assert db.session.scalars(sa.select(Series)).all() == []


def test_the_example_is_the_number_the_next_certificate_gets(app, citra, world):
    making.complete(app, world, world.ani_seat, world.agus_seat)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    assert "800.2/0002/Dinsos/UJI/II/2024" in text(citra.get(ADDRESS))


def test_issued_certificates_keep_their_version_and_logo(app, send, world):
    making.complete(app, world, world.ani_seat, world.agus_seat)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    send(title="JUDUL LAIN", valid_years="1", logo=(io.BytesIO(picture()), "l.png"))
    making.decide(app, world, world.agus_seat)
    making.issue(app, world, render=True)
    with app.app_context():
        rows = db.session.scalars(sa.select(Certificate).order_by(Certificate.id))
        before, now = [CertificateFacts.from_dict(row.facts) for row in rows]
    assert (before.title, before.template_version, before.logo) == (
        "SERTIFIKAT KOMPETENSI",
        1,
        None,
    )
    assert before.valid_until is None
    assert (now.title, now.template_version, now.logo) == ("JUDUL LAIN", 2, versions(app)[1].logo)
    assert f"{now.valid_until}" == "2025-02-02"


def test_the_history_says_who_changed_what_and_an_old_version_comes_back(app, send, citra):
    send(title="JUDUL LAIN", printing_nip=None)
    page = text(citra.get(f"{ADDRESS}/versi"))
    assert "Citra Lestari, 2 Februari 2024 pukul 10.00 WITA" in page
    assert "SERTIFIKAT KOMPETENSI → JUDUL LAIN" in page
    assert "Cetak NIP peserta dan penanda tangan:</b> ya → tidak" in page
    assert "dari folder pelatihan" in page
    old = text(citra.get(f"{ADDRESS}/versi/1"))
    assert "SERTIFIKAT KOMPETENSI" in old
    assert citra.get(f"{ADDRESS}/versi/9").status_code == 404
    assert citra.post(f"{ADDRESS}/versi/9/pakai").status_code == 404
    for _ in range(2):
        citra.post(f"{ADDRESS}/versi/1/pakai", {"version": "2"})
    first, _second, third = versions(app)
    assert third.settings == first.settings
    stale = citra.post(f"{ADDRESS}/versi/2/pakai", {"version": "2"})
    assert stale.status_code == 409
    assert "sudah diubah orang lain" in text(stale)


def test_a_version_that_the_rules_no_longer_allow_can_be_read_but_not_taken_back(
    app, send, citra, world
):
    send(title="JUDUL LAIN")
    with app.app_context(), transaction():
        row = versions(app)[-1]
        db.session.add(
            CertificateTemplate(
                training_id=world.training_id, version=3, made_at=making.AT, logo=None,
                settings=row.settings | {"series": "Bukan Deret"},
            )
        )  # fmt: skip
    assert "Bukan Deret" in text(citra.get(f"{ADDRESS}/versi/3"))
    answer = citra.post(f"{ADDRESS}/versi/3/pakai", {"version": "3"})
    assert answer.status_code == 409
    assert "tidak lagi memenuhi aturan" in text(answer)


def test_few_statements_whatever_the_roster_and_the_history(app, send, citra, world, statements):
    citra.get(ADDRESS)

    def counted() -> list[int]:
        found = []
        for address in ("", "/versi", "/versi/2"):
            with statements() as seen:
                citra.get(ADDRESS + address)
            found.append(len(seen))
        return found

    send(title="JUDUL LAIN", **MORE)
    few = counted()
    assert max(few) <= 9
    for turn in range(4):
        send(title=f"JUDUL {turn}")
        person = factories.make_person(app, f"Peserta Contoh {turn}")
        factories.enrol(app, world.training_id, person, factories.Role.TRAINEE)
    assert counted() == few
