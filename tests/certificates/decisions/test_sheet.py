"""What the decider has before the eyes: the sheet of one trainee, and whom the list puts first."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from certificates.decisions.queries import exceptions_first
from courses.fieldwork.models import Commitment
from courses.trainings.models import Training
from lms.db import db, transaction
from tests import factories
from tests.certificates import making


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    return world


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def sheet(world, seat: int) -> str:
    return f"/pelatihan/{world.code}/keputusan/{seat}"


def test_sheet_has_evidence_rules_missing_and_in_whose_name(app, citra, world):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).rules_version = 3
    page = text_of(citra.get(sheet(world, world.agus_seat)))
    assert "Hadir 0 dari 10 JP (0,00%)" in page, "the evidence"
    assert "Belum dikerjakan" in page, "what is missing"
    assert "tercatat atas nama Citra Lestari" in page
    assert "aturan versi 3." in page
    assert "Diputuskan oleh" not in page, "nobody has yet"


@pytest.mark.parametrize(
    ("decide", "verdict"),
    [
        (lambda app, world: making.decide(app, world, world.ani_seat), "kompeten"),
        (
            lambda app, world: making.decide_not_yet(
                app, world, world.ani_seat, "Wawancara diulang."
            ),
            "belum kompeten",
        ),
    ],
)
def test_sheet_names_verdict_decider_and_version_of_the_rules(app, citra, world, decide, verdict):
    decide(app, world)
    page = text_of(citra.get(sheet(world, world.ani_seat)))
    assert f"Keputusan terakhir: {verdict}, 2 Februari 2024" in page
    assert "Diputuskan oleh Citra Lestari dengan aturan versi 1." in page
    assert ("Wawancara diulang." in page) == (verdict == "belum kompeten")


def test_stale_sheet_still_says_what_was_decided_and_by_whom(app, citra, world):
    making.decide_not_yet(app, world, world.agus_seat)
    with app.app_context(), transaction():
        db.session.add(
            Commitment(
                enrolment_id=world.agus_seat, version="1", html="", signed_name="x",
                signed_at=making.AT,
            )
        )  # fmt: skip
    page = text_of(citra.get(sheet(world, world.agus_seat)))
    assert "Bukti berubah sejak keputusan" in page
    assert "pernyataan komitmen ditandatangani" in page
    assert "Keputusan terakhir: belum kompeten" in page
    assert "Diputuskan oleh Citra Lestari" in page


def case(seat: int, *, stale=False, eligible=True, decided=True, competent=True):
    return SimpleNamespace(
        seat=seat,
        is_stale=stale,
        is_eligible=eligible,
        is_decided=decided and not stale,
        is_competent=competent and decided and not stale,
    )


def test_exceptions_come_first():
    """Contradictions, then who lacks something, then who is ready, then what is settled."""
    settled = case(1)
    ready = case(2, decided=False)
    not_yet = case(3, eligible=False, competent=False)
    lacking = case(4, eligible=False, decided=False)
    overturned = case(5, competent=False)
    stale = case(6, stale=True)
    found = [settled, ready, not_yet, lacking, overturned, stale]
    ordered = exceptions_first(found, certified={1, 5})
    assert [each.seat for each in ordered] == [6, 5, 4, 3, 2, 1]


def test_order_within_a_group_stays(app):
    found = [case(seat, decided=False) for seat in (3, 1, 2)]
    assert [each.seat for each in exceptions_first(found, certified=set())] == [3, 1, 2]


def test_list_begins_with_what_has_to_be_decided_again(app, citra, world):
    """Ani is ready and comes last; of Agus the evidence has changed."""
    making.decide_not_yet(app, world, world.agus_seat)
    making.complete(app, world, world.agus_seat)
    page = text_of(citra.get(f"/pelatihan/{world.code}/keputusan"))
    assert page.index("Agus Salim") < page.index("Ani Rahmawati")
