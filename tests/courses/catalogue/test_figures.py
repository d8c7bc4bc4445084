"""Drawings of the modules: checked when a folder is loaded, served to the training's members."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from courses.catalogue.figures import MAX_BYTES, FigureFile, inspect, read_figures
from courses.catalogue.loading import Texts, save_modules
from courses.catalogue.models import Curriculum, Figure, Module
from courses.catalogue.schema import ModuleEntry, ModuleText, read_module
from courses.catalogue.services import store_figures
from lms.content import Fault, Writing
from lms.db import db, transaction
from tests import factories

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 800">'
    "<title>Alur</title><desc>Dari usulan sampai serah terima.</desc>{}</svg>"
)
TEXT = "## Alur\n\n![Enam langkah dari atas ke bawah](figures/alur.svg)\n*Gambar 1. Alur.*\n"
ENTRY = ModuleEntry(code="PS-01", title="Modul uji 1", lesson_hours=4, file="ps-01.md")


def write(folder: Path, text: str = TEXT, drawing: str = SVG.format("")) -> Path:
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "ps-01.md").write_text(text)
    (folder / "figures" / "alur.svg").write_text(drawing)
    return folder


def read(folder: Path) -> tuple[ModuleText | None, dict[str, FigureFile], list[str]]:
    faults: list[Fault] = []
    figures = read_figures(folder, faults)
    text = read_module(folder, ENTRY, ["2024"], figures, faults)
    return text, figures, [str(fault) for fault in faults]


def load(app, world, folder: Path) -> None:
    """Save the one module of the folder, as loading a whole folder does."""
    text, figures, faults = read(folder)
    assert faults == []
    assert text is not None
    with app.app_context():
        store_figures(figures.values())
        with transaction():
            curriculum = db.session.scalars(sa.select(Curriculum)).one()
            rows = db.session.scalars(sa.select(Module).order_by(Module.position))
            entries = [
                ModuleEntry(code=row.code, title=row.title, lesson_hours=2, file=row.code)
                for row in rows
            ]
            texts = Texts([text], figures)
            save_modules(curriculum, entries, texts, Writing(None, factories.BEFORE))


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.fixture
def loaded(app, world, tmp_path):
    load(app, world, write(tmp_path))
    return world


def drawing_of(world, name: str = "alur.svg") -> str:
    return f"/pelatihan/{world.code}/gambar/{name}"


class TestReading:
    def test_a_sound_drawing_is_read_with_its_size(self, tmp_path):
        _text, figures, faults = read(write(tmp_path))
        assert faults == []
        found = [(f.name, f.width, f.height) for f in figures.values()]
        assert found == [("alur.svg", 640, 800)]

    @pytest.mark.parametrize(
        ("markdown", "fault"),
        [
            ("![](figures/alur.svg)", "ps-01.md: figures/alur.svg (baris 3): gambar tanpa teks"),
            ("![A](figures/tidak-ada.svg)", "figures/tidak-ada.svg (baris 3): gambar tidak ada di"),
            ("![A](https://contoh.id/a.svg)", "https://contoh.id/a.svg (baris 3): gambar harus"),
            ("![A](figures/../data.svg)", "figures/../data.svg (baris 3): gambar harus berupa"),
            ("![A](figures/Alur.svg)", "figures/Alur.svg (baris 3): gambar harus berupa figures/"),
            ("![A](figures/alur.png)", "figures/alur.png (baris 3): gambar tidak ada di"),
        ],
    )
    def test_a_picture_that_cannot_be_shown_is_a_fault(self, tmp_path, markdown, fault):
        _text, _figures, faults = read(write(tmp_path, f"## Alur\n\n{markdown}\n"))
        assert len(faults) == 1
        assert fault in faults[0]

    @pytest.mark.parametrize(
        "drawing",
        [
            SVG.format("<script>alert(1)</script>"),
            SVG.format('<rect width="9" height="9" onclick="alert(1)"/>'),
            SVG.format('<a href="https://contoh.id"><rect/></a>'),
            SVG.format('<image href="https://contoh.id/a.png"/>'),
            SVG.format('<use href="https://contoh.id/a.svg#b"/>'),
            SVG.format('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:,a"/>'),
            SVG.format("<foreignObject/>"),
            SVG.format('<animate attributeName="x"/>'),
            SVG.format('<h:b xmlns:h="http://www.w3.org/1999/xhtml"/>'),
            SVG.format('<rect fill="url(https://contoh.id/a)"/>'),
            SVG.format("<style>@import 'https://contoh.id/a.css';</style>"),
            SVG.format("<style>rect{fill:url( 'https://contoh.id/a' )}</style>"),
            SVG.format("<style>rect{fill:u\\72l(a)}</style>"),
            '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
            '<?xml-stylesheet href="a.css"?><html/>',
            SVG.format("<g>"),
            SVG.format("").replace("Alur", " "),
            SVG.format("").replace("Dari usulan sampai serah terima.", ""),
            SVG.format("").replace("0 0 640 800", "0 0 640"),
            SVG.format("").replace("0 0 640 800", "0 0 640 9000"),
            SVG.format("<text>" + "a" * MAX_BYTES + "</text>"),
        ],
    )
    def test_a_drawing_that_does_more_than_draw_is_refused(self, tmp_path, drawing):
        _text, figures, faults = read(write(tmp_path, drawing=drawing))
        assert faults
        assert faults[0].startswith("figures/alur.svg: seluruh berkas: ")
        assert figures == {}

    def test_what_a_drawing_needs_is_let_through(self):
        drawing = SVG.format(
            "<style>text{font:24px system-ui}</style>"
            '<defs><marker id="ujung"><path d="M0 0L9 5 0 9z"/></marker></defs>'
            '<g fill="#0B5345"><line x2="9" marker-end="url(#ujung)"/><use href="#ujung"/></g>'
            '<text x="1" text-anchor="middle">Usulan <tspan font-weight="700">1</tspan></text>'
        )
        assert inspect(drawing.encode()) == ((640, 800), [])


class TestShowing:
    def test_a_module_shows_its_drawing_with_its_size_and_caption(self, loaded, sign_in):
        page = sign_in(loaded.ani).get(f"/pelatihan/{loaded.code}/modul/PS-01")
        html = page.get_data(as_text=True)
        image = re.search(r"<figure><img [^>]*>", html)[0]
        for part in ('alt="Enam langkah dari atas ke bawah"', 'width="640"', 'height="800"'):
            assert part in image
        assert 'loading="lazy"' in image
        assert re.search(r'src="/pelatihan/bimtek-uji/gambar/alur\.svg\?v=[0-9a-f]{12}"', image)
        assert "<figcaption>Gambar 1. Alur.</figcaption></figure>" in html

    @pytest.mark.parametrize("who", ["ani", "budi", "citra", "eko"])
    def test_the_members_of_the_training_get_it(self, loaded, sign_in, who):
        answer = sign_in(getattr(loaded, who)).get(drawing_of(loaded))
        assert answer.status_code == 200
        assert answer.mimetype == "image/svg+xml"
        assert answer.get_data(as_text=True) == SVG.format("")

    def test_it_may_do_nothing_and_is_kept_only_by_its_reader(self, loaded, sign_in):
        ani = sign_in(loaded.ani)
        page = ani.get(f"/pelatihan/{loaded.code}/modul/PS-01").get_data(as_text=True)
        headers = ani.get(re.search(r'src="(/pelatihan/[^"]+)"', page)[1]).headers
        policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        assert headers["Content-Security-Policy"] == policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, max-age=31536000, immutable"

    def test_without_a_version_it_is_asked_for_again(self, loaded, sign_in):
        headers = sign_in(loaded.ani).get(drawing_of(loaded)).headers
        assert headers["Cache-Control"] == "private, no-store"

    def test_a_stranger_and_an_unknown_name_find_nothing(self, loaded, sign_in, browser):
        assert sign_in(loaded.dewi).get(drawing_of(loaded)).status_code == 404
        assert sign_in(loaded.ani).get(drawing_of(loaded, "lain.svg")).status_code == 404
        assert sign_in(loaded.ani).post(drawing_of(loaded)).status_code == 405
        assert browser.get(drawing_of(loaded)).status_code == 302

    def test_another_training_does_not_have_it(self, app, loaded, sign_in):
        other = factories.make_training(app, "bimtek-lain")[0]
        factories.enrol(app, other, loaded.dewi, factories.Role.TRAINER)
        dewi = sign_in(loaded.dewi)
        assert dewi.get("/pelatihan/bimtek-lain/gambar/alur.svg").status_code == 404


class TestLoadingAgain:
    def version(self, app) -> int:
        with app.app_context():
            return db.session.scalar(sa.select(Module.version).where(Module.code == "PS-01"))

    def test_the_same_drawing_twice_changes_nothing(self, app, loaded, tmp_path):
        before = self.version(app)
        load(app, loaded, tmp_path)
        assert self.version(app) == before
        with app.app_context():
            assert db.session.scalar(sa.select(sa.func.count(Figure.id))) == 1

    def test_a_changed_drawing_is_a_new_version_at_a_new_address(
        self, app, loaded, tmp_path, sign_in
    ):
        page = f"/pelatihan/{loaded.code}/modul/PS-01"
        ani = sign_in(loaded.ani)
        before, first = self.version(app), ani.get(page).get_data(as_text=True)
        load(app, loaded, write(tmp_path, drawing=SVG.format('<rect width="9" height="9"/>')))
        assert self.version(app) == before + 1
        found = re.compile(r"alur\.svg\?v=\w+")
        assert found.findall(first) != found.findall(ani.get(page).get_data(as_text=True))
        assert "<rect" in ani.get(drawing_of(loaded)).get_data(as_text=True)

        address = re.search(r'src="(/pelatihan/[^"]+alur[^"]+)"', first)[1]
        assert "<rect" not in ani.get(address).get_data(as_text=True), "an old page shows its own"
