"""A corrected copy: the same number, linked both ways, one that counts."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
import sqlalchemy as sa

from certificates.document.facts import CertificateFacts, CertificateKind
from certificates.pack import contents
from certificates.register.models import CertificateFile, Series
from courses.trainings.models import Role, Training
from lms import files, jobs
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.certificates.register.conftest import (
    REASON,
    certificates,
    change_settings,
    page_of,
    rename,
    shown_on,
)
from tests.verapdf import judging

LATER = making.AT + timedelta(days=40)
NUMBER = "800.2/0001/Dinsos/UJI/II/2024"


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    return world


@pytest.fixture
def citra(sign_in, world, issued, at):
    at(LATER)
    return sign_in(world.citra)


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def pdf_of(app, certificate_id: int) -> bytes:
    with app.app_context():
        found = sa.select(CertificateFile.file_key)
        key = db.session.scalar(found.where(CertificateFile.certificate_id == certificate_id))
        return files.store().get(key)


def render(app) -> None:
    with app.app_context():
        jobs.run_due()


@pytest.mark.smoke
def test_one_letter_is_put_right(app, citra, world, issued, reissue, status, tmp_path):
    rename(app, world.ani, "Ani Rahmawaty")
    assert "Ani Rahmawati" in text_of(citra.get(f"/v/{certificates(app)[0].code}"))
    preview = text_of(citra.get(page_of(world, f"register/{issued[0]}/cetak-ulang")))
    assert "Ani Rahmawati" in preview
    assert "Ani Rahmawaty" in preview
    assert "Cetak ulang 1, 13 Maret 2024" in preview
    assert reissue(citra, issued[0]).status_code == 303
    render(app)
    old, _other, new = certificates(app)
    assert (new.number, new.series_id, new.serial, new.edition) == (NUMBER, 1, 1, 1)
    assert (new.replaces_id, new.decision_id, new.turn) == (old.id, old.decision_id, 1)
    assert new.code != old.code
    facts = CertificateFacts.from_dict(new.facts)
    assert facts.recipient_name == "Ani Rahmawaty"
    assert facts.issued_on.isoformat() == "2024-02-02"
    assert facts.reissued_on.isoformat() == "2024-03-13"
    assert facts.digest() == new.facts_hash
    assert (status(old.code), status(new.code)) == ("replaced", "specimen")
    printed = making.text_of(pdf_of(app, new.id), tmp_path)
    assert printed.count("Cetak ulang 1, 13 Maret 2024") == 2
    assert "Ani Rahmawaty" in printed
    assert NUMBER in printed
    assert "Banjarmasin, 2 Februari 2024" in printed


def test_each_page_leads_to_the_other(app, browser, citra, issued, reissue):
    reissue(citra, issued[0])
    old, _other, new = certificates(app)
    page = text_of(browser.get(f"/v/{old.code}"))
    assert "DIGANTIKAN OLEH CETAK ULANG 1" in page
    assert f'href="/v/{new.code}"' in page
    page = text_of(browser.get(f"/v/{new.code}"))
    assert "DIGANTIKAN" not in page
    assert f'href="/v/{old.code}"' in page
    asked = {"Accept": "application/json"}
    replaced = browser.get(f"/v/{old.code}", headers=asked).json
    assert replaced["replaced_by"] == {
        "number": NUMBER, "edition": 1, "url": f"http://localhost/v/{new.code}",
    }  # fmt: skip
    replacing = browser.get(f"/v/{new.code}", headers=asked).json
    assert replacing["replaces"]["url"].endswith(old.code)
    assert (replacing["replaced_by"], replacing["edition"]) == (None, 1)


def test_the_old_file_is_genuine_and_replaced(app, browser, citra, world, issued, reissue, sign_in):
    data = pdf_of(app, issued[0])
    reissue(citra, issued[0])
    render(app)
    form = {"file": (io.BytesIO(data), "lama.pdf")}
    page = text_of(browser.post("/v/berkas", form, content_type="multipart/form-data"))
    new = certificates(app)[2]
    assert "ASLI, TETAPI DIGANTIKAN OLEH CETAK ULANG 1" in page
    assert f'href="/v/{new.code}"' in page
    assert citra.get(page_of(world, f"register/{issued[0]}.pdf")).status_code == 409
    own = sign_in(world.ani).get(page_of(world, "sertifikat-saya.pdf"))
    assert own.data == pdf_of(app, new.id)


def test_the_old_file_still_shows_the_old_name(app, citra, world, issued, reissue):
    before = pdf_of(app, issued[0])
    rename(app, world.ani, "Ani Nama Baru")
    reissue(citra, issued[0])
    render(app)
    assert pdf_of(app, issued[0]) == before


def test_a_second_correction_replaces_the_first(app, browser, citra, issued, reissue, status):
    reissue(citra, issued[0])
    first = certificates(app)[2]
    assert reissue(citra, first.id).status_code == 303
    second = certificates(app)[3]
    assert (second.edition, second.replaces_id, second.turn) == (2, first.id, 2)
    codes = [certificates(app)[place].code for place in (0, 2, 3)]
    assert [status(code) for code in codes] == ["replaced", "replaced", "specimen"]
    assert f'href="/v/{second.code}"' in text_of(browser.get(f"/v/{codes[0]}"))


def test_no_number_is_taken(app, citra, issued, reissue):
    reissue(citra, issued[0])
    with app.app_context():
        assert db.session.scalar(sa.select(Series.last_serial)) == 2


def test_twice_is_refused_in_words(app, citra, world, issued, reissue):
    url = page_of(world, f"register/{issued[0]}/cetak-ulang")
    form = {"reason": REASON, "shown": shown_on(citra.get(url).get_data(as_text=True))}
    assert citra.post(url, form).status_code == 303
    answer = citra.post(url, form)
    assert answer.status_code == 409
    assert "sudah digantikan oleh cetak ulangnya" in text_of(answer)
    assert citra.get(url).status_code == 409
    assert len(certificates(app)) == 3


def test_what_changed_since_the_look_is_looked_at_again(app, citra, world, issued):
    url = page_of(world, f"register/{issued[0]}/cetak-ulang")
    shown = shown_on(citra.get(url).get_data(as_text=True))
    rename(app, world.ani, "Ani Lain Lagi")
    answer = citra.post(url, {"reason": REASON, "shown": shown})
    assert answer.status_code == 409
    assert "Data berubah" in text_of(answer)
    assert len(certificates(app)) == 2


@pytest.mark.parametrize("reason", ["", "singkat", "x" * 501])
def test_it_needs_a_reason(app, citra, issued, reissue, reason):
    answer = reissue(citra, issued[0], reason)
    assert answer.status_code == 422
    assert reason[:100] in answer.get_data(as_text=True)
    assert len(certificates(app)) == 2


def test_revoked_is_not_copied(app, citra, world, issued, reissue):
    citra.post(page_of(world, f"register/{issued[0]}/cabut"), {"reason": "Data peserta keliru."})
    assert reissue(citra, issued[0]).status_code == 409
    assert len(certificates(app)) == 2


def test_the_copy_is_what_is_revoked(app, citra, world, issued, reissue, status):
    reissue(citra, issued[0])
    old, _other, new = certificates(app)
    form = {"reason": "Data peserta keliru."}
    answer = citra.post(page_of(world, f"register/{old.id}/cabut"), form)
    assert answer.status_code == 409
    assert "Cabut cetak ulangnya" in text_of(answer)
    assert citra.post(page_of(world, f"register/{new.id}/cabut"), form).status_code == 303
    assert (status(old.code), status(new.code)) == ("replaced", "revoked")


def test_nothing_is_issued_beside_the_copy(app, citra, world, issued, reissue):
    reissue(citra, issued[0])
    citra.post(page_of(world, "terbitkan"))
    assert len(certificates(app)) == 3


def test_a_real_one_is_never_replaced_by_a_specimen(app, citra, world, key_file, install, reissue):
    install(key_file)
    seat = factories.make_trainees(app, world.training_id, 1)[0]
    making.complete(app, world, seat)
    making.decide(app, world, seat)
    assert citra.post(page_of(world, "terbitkan")).status_code == 303
    real = certificates(app)[-1]
    assert not real.is_specimen
    install("")
    answer = reissue(citra, real.id)
    assert answer.status_code == 409
    assert "Kunci tanda tangan belum dipasang" in text_of(answer)
    install(key_file)
    assert reissue(citra, real.id).status_code == 303
    render(app)
    assert pdf_of(app, certificates(app)[-1].id).count(b"/ByteRange") == 1


def test_it_goes_to_the_desk_instead_of_what_it_replaces(app, citra, world, at, reissue):
    change_settings(app, world, signer="basah")
    seat = factories.make_trainees(app, world.training_id, 1)[0]
    making.complete(app, world, seat)
    making.decide(app, world, seat)
    citra.post(page_of(world, "terbitkan"))
    render(app)
    waiting = certificates(app)[-1]
    assert reissue(citra, waiting.id).status_code == 303
    render(app)
    page = text_of(citra.get(page_of(world, "tanda-tangan")))
    assert page.count(waiting.number) >= 1
    new = certificates(app)[-1]
    assert f"tanda-tangan/{new.id}.pdf" in page
    assert f"tanda-tangan/{waiting.id}.pdf" not in page


def test_lists_name_the_edition_and_the_state(app, citra, world, issued, reissue, sign_in):
    reissue(citra, issued[0])
    render(app)
    page = text_of(citra.get(page_of(world, "register")))
    for word in ("cetak ulang 1", "cetakan pertama", "Digantikan"):
        assert word in page
    archive = zipfile.ZipFile(io.BytesIO(citra.get(page_of(world, "register.zip")).data))
    assert sorted(archive.namelist()) == [
        "0001 Ani Rahmawati (cetak ulang 1).pdf", "0002 Agus Salim.pdf",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(
        io.BytesIO(citra.get(page_of(world, "register.xlsx")).data)
    ).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [row for row in cells if NUMBER in row]
    assert [(row[1], row[7], row[12]) for row in rows] == [
        ("Cetakan pertama", "Digantikan", "Cetak ulang 1"),
        ("Cetak ulang 1", "Specimen", None),
    ]
    own = text_of(sign_in(world.ani).get("/akun"))
    assert "cetak ulang 1" in own
    assert "Digantikan" in own
    kept = sign_in(world.ani).get("/akun/data.json").json["sertifikat"]
    assert [(each["cetakan"], each["keadaan"]) for each in kept] == [(1, "valid"), (0, "replaced")]


def test_it_is_kept_who_and_why(app, citra, world, issued, reissue):
    reissue(citra, issued[0])
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry).filter_by(action="certificate.reissued"))
        (found,) = entry
        assert (found.actor_id, found.reason) == (world.citra, REASON)
        assert found.details["replaces"] == issued[0]


def test_a_closed_training_still_corrects(app, citra, world, issued, reissue):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = making.AT
    assert reissue(citra, issued[0]).status_code == 303


@pytest.mark.parametrize(
    ("who", "status"), [("eko", 403), ("budi", 403), ("ani", 403), ("dewi", 404)]
)
def test_only_the_organiser(app, sign_in, world, issued, who, status):
    url = page_of(world, f"register/{issued[0]}/cetak-ulang")
    browser = sign_in(getattr(world, who))
    assert browser.get(url).status_code == status
    assert browser.post(url, {"reason": REASON, "shown": "x"}).status_code == status
    assert len(certificates(app)) == 2


def test_of_another_training_is_not_found(app, sign_in, world, issued):
    training_id, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    factories.enrol(app, training_id, world.dewi, Role.ORGANISER)
    url = f"/pelatihan/bimtek-lain/register/{issued[0]}/cetak-ulang"
    assert sign_in(world.dewi).get(url).status_code == 404


def test_the_password_is_asked_again(sign_in, world, issued, at):
    citra = sign_in(world.citra)
    at(making.AT + timedelta(hours=1))
    answer = citra.get(page_of(world, f"register/{issued[0]}/cetak-ulang"))
    assert (answer.status_code, "/akun/konfirmasi" in answer.location) == (302, True)


def test_a_certificate_of_attendance_keeps_its_kind(app, citra, world, reissue):
    making.give_attendance(app, world)
    seat = factories.make_trainees(app, world.training_id, 1)[0]
    making.complete(app, world, seat, post_test=1000)
    making.decide_not_yet(app, world, seat)
    assert citra.post(page_of(world, "terbitkan")).status_code == 303
    paper = certificates(app)[-1]
    assert paper.kind is CertificateKind.ATTENDANCE
    assert reissue(citra, paper.id).status_code == 303
    copy = certificates(app)[-1]
    assert (copy.kind, copy.number, copy.edition) == (paper.kind, paper.number, 1)
    assert copy.facts["statement"] == paper.facts["statement"]
    page = text_of(citra.get(f"/v/{copy.code}"))
    assert "bukan pernyataan kompeten" in page
    making.prepare_settings(app, world, making.CERTIFICATE)
    assert reissue(citra, copy.id).status_code == 409


def test_the_pack_keeps_what_no_longer_counts_apart(app, citra, world, issued, reissue):
    reissue(citra, issued[0])
    citra.post(page_of(world, f"register/{issued[1]}/cabut"), {"reason": "Data peserta keliru."})
    render(app)
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        names = [
            name for name, _data in contents.certificate_files(training, files.store(), making.AT)
        ]
    assert [name.removeprefix("8-sertifikat/") for name in names] == [
        "digantikan/0001 Ani Rahmawati.pdf",
        "berkas/0001 Ani Rahmawati (cetak ulang 1).pdf",
        "dicabut/0002 Agus Salim.pdf",
    ]


def test_the_copy_is_fit_for_the_archive(app, citra, issued, reissue, tmp_path):
    reissue(citra, issued[0])
    render(app)
    assert judging.faults({"copy": pdf_of(app, 3)}, "3a,ua1", tmp_path) == {}
