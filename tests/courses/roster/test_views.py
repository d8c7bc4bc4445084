"""The organiser's pages of the list of trainees."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pytest
import sqlalchemy as sa

from courses.roster.queries import trainees
from courses.trainings.models import Enrolment
from lms.audit import AuditEntry
from lms.db import db
from lms.files import MissingFileError, store
from lms.people.models import Person
from lms.uploads import KEPT_FOR, Upload, forget_old_uploads
from tests import factories

NOW = datetime(2024, 1, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def citra(sign_in, world, at):
    at(NOW)
    return sign_in(world.citra)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/peserta"


def send(browser, url: str, content: bytes, name: str = "peserta.csv"):
    return browser.post(
        f"{url}/impor", {"roster": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )


def names(app, training_id: int) -> list[str]:
    with app.app_context():
        return [person.name for _seat, person in trainees(training_id)]


@pytest.mark.smoke
def test_the_list_shows_the_trainees_and_the_empty_seats(citra, url):
    page = citra.get(url).get_data(as_text=True)
    assert "Ani Rahmawati" in page
    assert "Dinas Sosial Kabupaten Banjar" in page
    assert "Terdaftar 2 orang untuk 34 kursi. Masih kosong 32 kursi." in page
    assert "Kabupaten Tapin" in page
    assert "https://wa.me/6281200000001" in page
    assert url.replace("/peserta", "/slip") in page, "what follows an import"


@pytest.mark.parametrize("path", ["", "/impor", "/impor/apa-saja", "/1/keluarkan"])
def test_a_stranger_gets_404_and_other_roles_get_403(sign_in, world, url, path):
    assert sign_in(world.dewi).get(url + path).status_code == 404
    for person in (world.ani, world.budi, world.eko):
        assert sign_in(person).get(url + path).status_code == 403


@pytest.mark.parametrize("path", ["/unduh", "/impor", "/impor/apa-saja", "/1/keluarkan"])
def test_nobody_else_can_post(sign_in, world, url, path):
    assert sign_in(world.dewi).post(url + path).status_code == 404
    assert sign_in(world.ani).post(url + path).status_code == 403


def test_a_visitor_is_asked_to_sign_in(browser, url):
    assert "/masuk" in browser.get(url).location


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("ani", ["Ani Rahmawati"]),
        ("RAHMAWATI", ["Ani Rahmawati"]),
        ("0812 0000 0002", ["Agus Salim"]),
        ("+62 812 0000 0002", ["Agus Salim"]),
        ("Kab. Banjar", ["Agus Salim", "Ani Rahmawati"]),
        ("%", []),
        ("tidak ada", []),
    ],
)
def test_search_finds_names_numbers_and_regions(citra, url, search, expected):
    page = citra.get(url, query_string={"cari": search}).get_data(as_text=True)
    found = [name for name in ("Agus Salim", "Ani Rahmawati") if f">{name}" in page]
    assert found == expected


def test_straight_and_curly_apostrophes_are_found_alike(citra, url, roster):
    preview = send(citra, url, roster("roster_titles_apostrophes.csv")).location
    citra.post(preview)
    for search in ("ma'rufah", "Ma’rufah", "noor'aini", "nooraini"):
        page = citra.get(url, query_string={"cari": search}).get_data(as_text=True)
        assert "1 peserta cocok" in page


def test_the_list_costs_the_same_for_5_and_for_500(app, citra, url, world, statements):
    def cost() -> int:
        with statements() as seen:
            assert citra.get(url).status_code == 200
        return len(seen)

    factories.make_trainees(app, world.training_id, 3)
    few = cost()
    factories.make_trainees(app, world.training_id, 495)
    assert cost() == few <= 6


def test_a_file_is_shown_before_it_is_imported(app, citra, url, world, roster):
    answer = send(citra, url, roster("roster_34_baseline.csv"))
    assert answer.status_code == 303
    page = citra.get(answer.location).get_data(as_text=True)
    assert "Peserta baru (34)" in page
    assert "Impor 34 peserta" in page
    assert len(names(app, world.training_id)) == 2
    done = citra.post(answer.location, follow_redirects=True).get_data(as_text=True)
    assert "Daftar diimpor: 34 peserta baru, 0 berubah, 0 tetap." in done
    assert len(names(app, world.training_id)) == 36


def test_the_browser_never_carries_the_file(citra, url, roster):
    preview = send(citra, url, roster("roster_34_baseline.csv")).location
    page = citra.get(preview).get_data(as_text=True)
    assert "6371010101909001" not in page
    assert "198703152010011002" not in page


def test_a_file_that_brings_nothing_new_says_so(citra, url, roster):
    content = roster("roster_bom_comma.csv")
    citra.post(send(citra, url, content).location)
    page = citra.get(send(citra, url, content).location).get_data(as_text=True)
    assert "Tidak ada yang perlu diimpor." in page
    assert "Impor 3 peserta" not in page


def test_confirming_twice_imports_once(app, citra, url, world, roster):
    preview = send(citra, url, roster("roster_bom_comma.csv")).location
    assert citra.post(preview).status_code == 303
    again = citra.post(preview, follow_redirects=True)
    assert "sudah diimpor" in again.get_data(as_text=True)
    assert citra.get(preview).status_code == 302
    assert len(names(app, world.training_id)) == 5


def test_faults_are_shown_and_nothing_is_saved(app, citra, url, world, roster):
    preview = send(citra, url, roster("roster_row20_bad_nik.csv")).location
    page = citra.get(preview).get_data(as_text=True)
    assert "NIK harus 16 angka, tertulis 15 angka" in page
    assert "Impor 34 peserta" not in page
    assert "atau impor baris yang sah saja" in page  # which the page offers, below
    assert "2 peserta tidak ada dalam baris yang sah" in page
    refused = citra.post(preview)
    assert refused.status_code == 422
    assert "Impor 33 baris sah" in refused.get_data(as_text=True)
    assert len(names(app, world.training_id)) == 2


def test_valid_rows_alone_need_a_second_word(app, citra, url, world, roster):
    preview = send(citra, url, roster("roster_row20_bad_nik.csv")).location
    assert citra.post(preview, {"only_valid": "y"}).status_code == 303
    assert len(names(app, world.training_id)) == 35
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "roster.imported")
        ).one()
        assert (entry.actor_id, entry.details["left_out"]) == (world.citra, 1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("roster_zipbomb_200mb.xlsx", "Berkas terlalu besar setelah dibuka"),
        ("roster_leading_zero.csv", None),
    ],
)
def test_an_unreadable_file_is_answered_with_422(citra, url, roster, name, reason):
    answer = send(citra, url, roster(name))
    assert answer.status_code == (422 if reason else 303)
    if reason:
        assert reason in answer.get_data(as_text=True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hanya teks", b"\x00\x01"])
def test_other_files_are_answered_with_422(citra, url, content):
    assert send(citra, url, content).status_code == 422


def test_no_file_at_all_is_answered_with_422(citra, url):
    answer = citra.post(f"{url}/impor", {})
    assert answer.status_code == 422
    assert "Pilih berkas XLSX atau CSV." in answer.get_data(as_text=True)


def test_a_file_without_required_columns_says_which(citra, url, roster):
    preview = send(citra, url, roster("roster_leading_zero.csv")).location
    page = citra.get(preview).get_data(as_text=True)
    assert "unsur_peserta" in page
    assert "Kolom wajib ini tidak ada dalam berkas" in page
    assert citra.post(preview, {"only_valid": "y"}).status_code == 303


def test_the_stored_file_is_sealed_and_forgotten(app, citra, url, roster, at):
    content = roster("roster_34_baseline.csv")
    preview = send(citra, url, content).location
    with app.app_context():
        file_key = db.session.scalars(sa.select(Upload.file_key)).one()
        assert b"6371010101909001" not in store().get(file_key)
    at(NOW + KEPT_FOR)
    assert citra.get(preview).status_code == 404
    assert citra.post(preview).status_code == 404
    with app.app_context():
        forget_old_uploads()
        assert db.session.scalar(sa.select(Upload)) is None
        with pytest.raises(MissingFileError):
            store().get(file_key)


def test_an_imported_file_is_removed_at_once(app, citra, url, roster):
    citra.post(send(citra, url, roster("roster_bom_comma.csv")).location)
    with app.app_context():
        file_key = db.session.scalars(sa.select(Upload.file_key)).one()
        with pytest.raises(MissingFileError):
            store().get(file_key)


def test_a_file_of_one_training_is_unknown_in_another(app, citra, url, world, roster):
    other, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    factories.enrol(app, other, world.citra, factories.Role.ORGANISER)
    key = send(citra, url, roster("roster_bom_comma.csv")).location.rsplit("/", 1)[1]
    assert citra.get(f"/pelatihan/bimtek-lain/peserta/impor/{key}").status_code == 404


def test_a_changed_name_is_shown_with_what_it_was(citra, url):
    content = b"nama,unsur,kab_kota,hp\nAni Rahmawati S.Sos.,Pendamping,Kab. Banjar,081200000001\n"
    page = citra.get(send(citra, url, content).location).get_data(as_text=True)
    assert "Data yang berubah (1)" in page
    assert "<del>Ani Rahmawati</del>" in page
    assert "1 peserta tidak ada dalam berkas dan tetap terdaftar" in page


def test_the_download_masks_the_nik_and_is_recorded(app, citra, url, world, roster):
    citra.post(send(citra, url, roster("roster_34_baseline.csv")).location)
    answer = citra.post(f"{url}/unduh")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[3]][:4] == ["no", "nama_lengkap", "nip", "nik"]
    niks = [sheet.cell(line, 4).value for line in range(4, sheet.max_row + 1)]
    assert all(nik is None or nik.startswith("••••••••••••") for nik in niks)
    assert sum(nik is not None for nik in niks) == 34
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "roster.exported")
        ).one()
        assert (entry.actor_id, entry.details) == (
            world.citra,
            {"form": "xlsx", "count": 36},
        )


def test_downloading_needs_a_post(citra, url):
    assert citra.get(f"{url}/unduh").status_code == 405


def test_a_trainee_is_taken_off_with_a_reason(app, citra, sign_in, url, world):
    page = f"{url}/{world.ani_seat}/keluarkan"
    assert "Ani Rahmawati" in citra.get(page).get_data(as_text=True)
    assert citra.post(page, {"reason": ""}).status_code == 422
    assert citra.post(page, {"reason": "Digantikan"}).status_code == 303
    assert names(app, world.training_id) == ["Agus Salim"]
    assert sign_in(world.ani).get(f"/pelatihan/{world.code}").status_code == 404
    assert citra.post(page, {"reason": "Digantikan"}).status_code == 404
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "enrolment.withdrawn")
        ).one()
        assert (entry.reason, entry.subject_id) == ("Digantikan", world.ani_seat)


def test_only_trainees_of_this_training_can_be_taken_off(app, citra, url, world):
    with app.app_context():
        staff = db.session.scalars(
            sa.select(Enrolment.id).where(Enrolment.person_id == world.budi)
        ).one()
    assert citra.get(f"{url}/{staff}/keluarkan").status_code == 404


def test_an_empty_list_says_what_to_do(app, sign_in, world, empty):
    factories.enrol(app, empty, world.citra, factories.Role.ORGANISER)
    page = sign_in(world.citra).get("/pelatihan/bimtek-kosong/peserta").get_data(as_text=True)
    assert "Belum ada peserta." in page


def test_names_that_hold_markup_are_shown_as_text(app, citra, url):
    content = b"nama,unsur\n<b>Siti</b><script>x</script>,Provinsi\n"
    preview = send(citra, url, content).location
    citra.post(preview)
    page = citra.get(url).get_data(as_text=True)
    assert "&lt;b&gt;Siti&lt;/b&gt;" in page
    assert "<script>x" not in page
    with app.app_context():
        assert db.session.scalar(sa.select(Person.name).where(Person.name.contains("Siti")))
