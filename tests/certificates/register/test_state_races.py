"""Several at once: one copy, one cancellation, and no file of what was taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from certificates.desk import services as desk
from certificates.register.chain import lock_of
from certificates.register.models import Certificate, CertificateFile, Revocation
from lms import audit, files, jobs
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.certificates.register.conftest import (
    REASON,
    certificates,
    change_settings,
    page_of,
    shown_on,
)

AT_ONCE = 6
pytestmark = pytest.mark.faults


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    return world


@pytest.fixture
def press_all(sign_in, world):
    """`press_all(url, form)` sends the form from several browsers at once."""
    browsers = [sign_in(world.citra) for _ in range(AT_ONCE)]
    tokens = [browser.csrf_token() for browser in browsers]

    def press(url: str, form: dict[str, str]) -> list[int]:
        def send(place: int) -> int:
            data = form | {"csrf_token": tokens[place]}
            return browsers[place].client.post(url, data=data).status_code

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(send, range(AT_ONCE)))

    return press


def test_six_presses_give_one_copy(app, sign_in, world, issued, press_all):
    url = page_of(world, f"register/{issued[0]}/cetak-ulang")
    shown = shown_on(sign_in(world.citra).get(url).get_data(as_text=True))
    answers = press_all(url, {"reason": REASON, "shown": shown})
    assert sorted(answers) == [303] + [409] * (AT_ONCE - 1)
    assert [each.edition for each in certificates(app)] == [0, 0, 1]


def test_six_presses_cancel_once(app, world, issued, press_all):
    url = page_of(world, "register/batal/1")
    assert press_all(url, {"reason": "Diterbitkan terlalu dini."}) == [303] * AT_ONCE
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Revocation)) == 2
        assert audit.first_broken() is None


def test_a_copy_and_a_cancellation_leave_nothing_in_force(app, sign_in, world, issued, status):
    """Whoever is first: the copy is cancelled with its batch, or not made at all."""
    first, second = sign_in(world.citra), sign_in(world.citra)
    url = page_of(world, f"register/{issued[0]}/cetak-ulang")
    shown = shown_on(first.get(url).get_data(as_text=True))
    copy = {"reason": REASON, "shown": shown, "csrf_token": first.csrf_token()}
    cancel = {"reason": REASON, "csrf_token": second.csrf_token()}
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(lambda: first.client.post(url, data=copy).status_code)
        other = pool.submit(
            lambda: second.client.post(page_of(world, "register/batal/1"), data=cancel).status_code
        )
    assert one.result() in {303, 409}
    assert other.result() == 303
    assert {status(each.code) for each in certificates(app)} == {"revoked"}


def test_who_signs_while_it_is_cancelled_keeps_nothing_after(app, sign_in, world):
    """Six rounds: the file is kept before the cancellation, or not at all."""
    change_settings(app, world, signer="basah")
    citra = sign_in(world.citra)
    token = citra.csrf_token()
    for batch in range(1, 7):
        making.decide(app, world, world.ani_seat)
        assert citra.post(page_of(world, "terbitkan")).status_code == 303
        with app.app_context():
            jobs.run_due()
            newest = db.session.scalar(sa.select(sa.func.max(Certificate.id)))
        form = {"reason": "Diterbitkan terlalu dini.", "csrf_token": token}
        with ThreadPoolExecutor(2) as pool:
            signed = pool.submit(_sign, app, world, newest)
            url = page_of(world, f"register/batal/{batch}")
            answer = pool.submit(citra.client.post, url, data=form)
        assert answer.result().status_code == 303
        with app.app_context():
            kept = sa.select(CertificateFile.id).where(CertificateFile.certificate_id == newest)
            assert (db.session.scalar(kept) is not None) is signed.result()
            revoked = sa.select(Revocation.id).where(Revocation.certificate_id == newest)
            assert db.session.scalar(revoked) is not None
            if not signed.result():
                with pytest.raises(desk.AlreadySignedError):
                    _keep(world, newest)


def _sign(app, world, certificate_id: int) -> bool:
    with app.app_context():
        try:
            _keep(world, certificate_id)
        except desk.AlreadySignedError:
            return False
        return True


def _keep(world, certificate_id: int) -> None:
    data = b"%PDF-1.7 pindaian"
    key = files.store().put(data, ".pdf")
    with transaction(lock_of(certificate_id)):
        desk.keep_signed(
            db.session.get_one(Certificate, certificate_id), data, key,
            signature="wet", token=None, actor_id=world.eko, at=making.AT,
        )  # fmt: skip
