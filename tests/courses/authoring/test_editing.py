"""A module is written on screen: checked, previewed, saved, and never over somebody else."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from courses.authoring import places
from courses.catalogue.models import Figure, Module, ModuleVersion
from courses.trainings.models import ModuleReading
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests.courses.authoring.conftest import said, written
from tests.courses.authoring.test_pictures import DRAWING, noise, saved
from tests.lms.test_hostile_markdown import PAYLOADS, Reader

TEXT = "## Hasil belajar\n\nIsi yang baru.\n"


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


@pytest.fixture
def count(app):
    def of(what) -> int:
        with app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(what))

    return of


def test_a_saved_text_is_what_trainees_read(budi, sign_in, world, materi, newest):
    answer = budi.post(materi("/PS-01"), written(TEXT, note="Isi diganti"))
    assert (answer.status_code, answer.location) == (303, materi("/PS-01"))
    assert "PS-01 tersimpan sebagai versi 2." in said(budi.get(materi("/PS-01")))
    title, version = newest(1)
    assert (title, version.number, version.markdown) == ("Modul uji 1", 2, TEXT)
    assert (version.author_id, version.note) == (world.budi, "Isi diganti")
    page = said(sign_in(world.ani).get(f"/pelatihan/{world.code}/modul/PS-01"))
    assert "Isi yang baru." in page


def test_the_same_text_is_nothing(budi, materi, count):
    budi.post(materi("/PS-01"), written(TEXT))
    versions = count(ModuleVersion)
    for version in (2, 1):  # whoever wrote the same from an older version lost nothing either
        answer = budi.post(materi("/PS-01"), written(TEXT, version), follow_redirects=True)
        assert "Tidak ada yang berubah." in said(answer)
    assert count(ModuleVersion) == versions


def test_an_untouched_form_changes_nothing(budi, materi, newest, count):
    stored = newest(1)[1].markdown
    budi.post(materi("/PS-01"), written(stored))
    assert count(sa.select(AuditEntry).where(AuditEntry.action == "module.saved").subquery()) == 0


def test_a_title_alone_can_be_changed(budi, materi, newest, app):
    stored = newest(1)[1].markdown
    budi.post(materi("/PS-01"), written(stored, title="Judul  baru"))
    title, version = newest(1)
    assert (title, version.number) == ("Judul baru", 1)
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "module.saved")
        ).one()
        assert entry.details["old_title"] == "Modul uji 1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Isi saja.", "Tulis sedikitnya satu judul bagian"),
        ("## A\n\n# Besar\n", "Baris 3: judul dengan satu # tidak dipakai"),
        ("## A\n\n## A\n", "Baris 3: judul bagian ini sudah ada di atas."),
        ("## A\n\n![x](figures/tidak-ada.png)\n", "Baris 3: gambar ini belum diunggah."),
        ("## A\n\n![x](https://a.example/x.png)\n", "Baris 3: gambar harus berupa figures/"),
        ("## A\n\n::: edisi 2024\nIsi\n", "Baris 3: tutup bagian edisi ini dengan :::."),
        ("## A\n\n:::\n", "Baris 3: penutup ::: tanpa pembuka"),
        ("## A\n\n::: catatan\nIsi\n:::\n", "Baris 3: tulis ::: edisi dan nama edisinya"),
        ("## A\n\n::: edisi 1999\nIsi\n:::\n", "Baris 3: edisi &#34;1999&#34; tidak ada."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_is_lost(budi, materi, count, text, message):
    versions = count(ModuleVersion)
    answer = budi.post(materi("/PS-01"), written(text, note="catatan saya"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in said(answer)
    assert text.strip().replace('"', "&#34;") in page
    assert "catatan saya" in page
    assert count(ModuleVersion) == versions


def test_all_mistakes_are_told_at_once(budi, materi):
    page = said(budi.post(materi("/PS-01"), written("# A\n\n## B\n\n## B\n")))
    assert 'data-line="1"' in page
    assert 'data-line="5"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "x" * 201), ("note", "x" * 201), ("text", "x" * 200_001),
     ("version", "dua")],
)  # fmt: skip
def test_bad_input_keeps_the_form(budi, materi, count, field, value):
    versions = count(ModuleVersion)
    answer = budi.post(materi("/PS-01"), written(TEXT) | {field: value})
    assert answer.status_code == 422
    if field != "text":
        assert "Isi yang baru." in said(answer)
    assert count(ModuleVersion) == versions


def test_without_scripts_a_button_shows_the_preview(budi, materi, count):
    versions = count(ModuleVersion)
    answer = budi.post(materi("/PS-01"), written("## Baru\n\n**tebal**", action="preview"))
    assert answer.status_code == 200
    assert '<h2 id="baru">Baru</h2> <p><strong>tebal</strong></p>' in said(answer)
    assert "data-unsaved" in said(answer)
    assert count(ModuleVersion) == versions


def test_the_preview_is_the_readers_page(budi, sign_in, world, materi):
    text = "## A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    answer = budi.post(materi("/PS-01/pratinjau"), {"text": text})
    budi.post(materi("/PS-01"), written(text))
    page = said(sign_in(world.ani).get(f"/pelatihan/{world.code}/modul/PS-01"))
    assert said(answer) in page
    assert said(answer).startswith('<article class="prose">')


@pytest.mark.parametrize("text", ["x" * 200_001])
def test_a_preview_of_too_much_is_refused(budi, materi, text):
    assert budi.post(materi("/PS-01/pratinjau"), {"text": text}).status_code == 422


def test_nothing_hostile_survives_in_preview_or_page(budi, sign_in, world, materi, newest):
    lines = [payload.replace("\n", " ") for payload in PAYLOADS if not payload.startswith("##")]
    text = "## A\n\n" + "\n\n".join(line for line in lines if "![" not in line) + "\n"
    budi.post(materi("/PS-01"), written(text))
    assert newest(1)[1].number == 2
    for html in (
        newest(1)[1].html,
        *(
            budi.post(materi("/PS-01/pratinjau"), {"text": payload})
            .get_data(as_text=True)
            .replace('<article class="prose">', "")
            .replace("</article>", "")
            for payload in PAYLOADS
        ),
    ):
        reader = Reader()
        reader.feed(html)
        reader.close()


def test_two_editors_are_shown_both_texts(budi, citra, materi, newest):
    theirs, mine = "## Hasil\n\nDari Budi.\n", "## Hasil\n\nDari Citra.\n"
    budi.post(materi("/PS-01"), written(theirs, note="Nilai dari surat"))
    answer = citra.post(materi("/PS-01"), written(mine))
    page = said(answer)
    assert answer.status_code == 409
    assert "sudah diubah orang lain" in page
    assert "Budi Santoso" in page
    assert "Nilai dari surat" in page
    assert "Dari <del>Budi.</del>" in page
    assert "Dari <ins>Citra.</ins>" in page
    assert 'name="version" value="2"' in page
    assert newest(1)[1].markdown == theirs
    answer = citra.post(materi("/PS-01"), written(mine, version=2))
    assert answer.status_code == 303
    assert (newest(1)[1].number, newest(1)[1].markdown) == (3, mine)


def test_one_may_start_from_the_others_text_and_keep_ones_own(budi, citra, materi, newest):
    theirs, mine = "## Hasil\n\nDari Budi.\n", "## Hasil\n\nDari Citra.\n"
    budi.post(materi("/PS-01"), written(theirs))
    answer = citra.post(materi("/PS-01"), written(mine, version=2, action="theirs"))
    page = answer.get_data(as_text=True)
    assert f">{theirs}</textarea>" in page
    assert f">{mine}</textarea>" in page
    answer = citra.post(materi("/PS-01"), written("Salah.", version=2, kept=mine))
    assert f">{mine}</textarea>" in answer.get_data(as_text=True)
    assert newest(1)[1].markdown == theirs


def test_a_title_changed_by_another_is_a_conflict_too(budi, citra, materi, newest):
    stored = newest(1)[1].markdown
    budi.post(materi("/PS-01"), written(stored, title="Judul Budi"))
    answer = citra.post(materi("/PS-01"), written(stored, title="Judul Citra"))
    assert answer.status_code == 409
    assert "Judul tersimpan: Judul Budi. Judul Anda: Judul Citra." in said(answer)
    assert newest(1)[0] == "Judul Budi"


def test_a_version_that_only_looks_different_is_no_conflict(budi, materi, app, world, newest):
    with app.app_context(), transaction():
        old = db.session.get_one(ModuleVersion, newest(1)[1].id)
        db.session.get_one(Module, world.modules[1]).version = 2
        db.session.add(
            ModuleVersion(
                module_id=old.module_id, number=2, markdown=old.markdown, html="<p>lain</p>",
                reading_minutes=1, size=1, content_hash="lain", created_at=old.created_at,
            )
        )  # fmt: skip
    assert budi.post(materi("/PS-01"), written(TEXT, version=1)).status_code == 303
    assert newest(1)[1].number == 3


def test_who_finished_the_old_text_keeps_having_read_it(budi, sign_in, world, materi, app):
    sign_in(world.ani).post(f"/pelatihan/{world.code}/modul/PS-01/selesai")
    budi.post(materi("/PS-01"), written(TEXT))
    with app.app_context():
        assert db.session.scalars(sa.select(ModuleReading.version)).all() == [1]


def test_a_heading_that_questions_point_to_goes_only_on_purpose(
    app, budi, materi, newest, monkeypatch
):
    kept = {place: list(found) for place, found in app.extensions["panels"].items()}
    kept[places.HEADINGS] = [(10, lambda _context: {"PS-01": {"Hasil belajar": 3}})]
    monkeypatch.setitem(app.extensions, "panels", kept)
    answer = budi.post(materi("/PS-01"), written("## Tujuan\n\nIsi.\n"))
    assert answer.status_code == 422
    assert "judul bagian yang tidak ada lagi: Hasil belajar (3)" in said(answer)
    answer = budi.post(materi("/PS-01"), written("## Tujuan\n\nIsi.\n", drop_headings="y"))
    assert answer.status_code == 303
    assert newest(1)[1].number == 2
    assert budi.post(materi("/PS-02"), written("## Tujuan\n", title="M")).status_code != 422


def upload(data: bytes, name: str, **rest: object) -> dict[str, object]:
    fields = written("## A\n\nSatu.\n\nDua.\n", action="picture", alt="Alur pengajuan", **rest)
    return fields | {"picture": (io.BytesIO(data), name)}


def test_a_picture_comes_into_the_text_at_the_cursor(budi, materi, app, sign_in, world):
    answer = budi.post(materi("/PS-01"), upload(DRAWING.encode(), "Alur Baru.svg", cursor=8))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    piece = "Satu.\n\n![Alur pengajuan](figures/alur-baru.svg)\n*Alur pengajuan*\n\nDua."
    assert piece in page
    assert f'src="/pelatihan/{world.code}/gambar/alur-baru.svg?v=' in page
    text = "## A\n\n![Alur pengajuan](figures/alur-baru.svg)\n*Alur pengajuan*\n"
    assert budi.post(materi("/PS-01"), written(text)).status_code == 303
    picture = sign_in(world.ani).get(f"/pelatihan/{world.code}/gambar/alur-baru.svg")
    assert picture.data == DRAWING.encode()


def test_the_same_picture_twice_is_one(budi, materi, count):
    for _ in range(2):
        answer = budi.post(materi("/PS-01"), upload(DRAWING.encode(), "alur.svg"))
        assert "(figures/alur.svg)" in said(answer)
    assert count(Figure) == 1


def test_another_picture_of_the_same_name_takes_nothing_away(budi, materi, app):
    budi.post(materi("/PS-01"), upload(saved(noise(60, 40), "PNG"), "foto.png"))
    answer = budi.post(materi("/PS-01"), upload(saved(noise(61, 40), "PNG"), "foto.png"))
    assert "(figures/foto-2.png)" in said(answer)
    with app.app_context():
        names = db.session.scalars(sa.select(Figure.name).where(Figure.is_current)).all()
        assert sorted(names) == ["foto-2.png", "foto.png"]


@pytest.mark.parametrize(
    ("data", "alt", "message"),
    [
        (DRAWING.encode(), " ", "Tulis apa yang terlihat pada gambar."),
        (b"%PDF-1.7", "Alur", "Bukan gambar PNG, JPEG, atau SVG"),
        (DRAWING.replace("<rect", "<script/><rect").encode(), "Alur", "tidak boleh ada"),
        (b"", "Alur", "Bukan gambar PNG"),
    ],
)
def test_a_bad_picture_is_told_and_the_text_stays(budi, materi, count, data, alt, message):
    answer = budi.post(materi("/PS-01"), upload(data, "a.svg") | {"alt": alt})
    assert answer.status_code == 422
    assert message in said(answer)
    assert "Satu." in said(answer)
    assert count(Figure) == 0


def test_no_picture_at_all_is_told(budi, materi):
    answer = budi.post(materi("/PS-01"), written(TEXT, action="picture", alt="Alur"))
    assert (answer.status_code, "Pilih berkas gambar." in said(answer)) == (422, True)


def test_a_picture_that_is_there_can_be_put_in_again(budi, materi):
    budi.post(materi("/PS-01"), upload(DRAWING.encode(), "alur.svg"))
    answer = budi.post(materi("/PS-01"), written(TEXT, action="insert:alur.svg"))
    assert "![Tulis keterangan gambar di sini](figures/alur.svg)" in said(answer)
    answer = budi.post(materi("/PS-01"), written(TEXT, action="insert:lain.svg"))
    assert (answer.status_code, "Isi yang baru." in said(answer)) == (422, True)


def test_the_edit_page_costs_the_same_however_long_the_text(budi, materi, statements):
    counts = []
    for version, text in enumerate(("## A\n", "## A\n\n" + "Kalimat. " * 3000), start=1):
        budi.post(materi("/PS-01"), written(text, version))
        with statements() as seen:
            budi.get(materi("/PS-01"))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 7
