"""Changing a question: a new version, its approval, and two people at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from lms import audit
from lms.db import db
from quizzes.attempts.models import Attempt
from quizzes.bank.models import QuestionStatus, QuestionVersion
from tests import quiz_factories
from tests.quiz_factories import page, question
from tests.quizzes.authoring.conftest import BANK
from tests.quizzes.authoring.typing import fields_of

ONE = f"{BANK}/butir/S-1"
EDIT = f"{ONE}/ubah"
pytestmark = pytest.mark.usefixtures("quiz_id")


def opened(browser, path=EDIT):
    return fields_of(page(browser.get(path)))


def save(browser, fields, path=EDIT, **changes):
    return browser.post(path, fields | {"action": "save"} | changes)


@pytest.mark.parametrize("path", ["/ubah", "/pratinjau"])
def test_only_staff_of_the_training_change_a_question(world, sign_in, path, budi):
    fields = opened(budi)
    assert sign_in(world.ani).post(ONE + path, fields).status_code == 403
    assert sign_in(world.dewi).post(ONE + path, fields).status_code == 404
    assert budi.post(f"{BANK}/butir/S-9{path}", fields).status_code == 404
    assert sign_in(world.ani).get(EDIT).status_code == 403
    assert sign_in(world.dewi).get(EDIT).status_code == 404


def test_a_change_is_a_new_version_with_its_author_and_waits_for_approval(
    budi, world, newest, question_row, audited
):
    saved = save(budi, opened(budi), stem="Pertanyaan **baru**?", note="Lebih jelas")
    text = page(budi.get(saved.location))
    assert "tersimpan sebagai versi 2. Soal ini menunggu persetujuan lagi." in text
    version = newest("S-1")
    assert (version.number, version.author_id, version.note) == (2, world.budi, "Lebih jelas")
    assert "<strong>baru</strong>" in version.content["stem"]
    assert question_row("S-1").status is QuestionStatus.UNCONFIRMED
    actions = [entry.action for entry in audited("question.")]
    assert actions == ["question.saved", "question.withdrawn"]
    assert "Budi Santoso" in text
    assert "Lebih jelas" in text


def test_the_writer_may_vouch_for_a_small_change(budi, question_row):
    save(budi, opened(budi), stem="Pertanyaan S-1 ?", keeps_approval="y")
    assert question_row("S-1").status is QuestionStatus.APPROVED
    assert "Disetujui Budi Santoso" in page(budi.get(ONE))


def test_what_waits_is_completed_and_approved_in_one_step(budi, question_row, audited):
    waiting = f"{BANK}/butir/S-4"
    fields = opened(budi, f"{waiting}/ubah") | {"action": "approve"}
    refused = budi.post(f"{waiting}/ubah", fields)
    assert refused.status_code == 422
    assert '<a href="#level">' in refused.get_data(as_text=True)
    for _press in (1, 2):
        done = budi.post(f"{waiting}/ubah", fields | {"level": "C1"})
        assert done.status_code == 303
    assert question_row("S-4").status is QuestionStatus.APPROVED
    actions = [entry.action for entry in audited("question.")]
    assert actions == ["question.saved", "question.approved"]


def test_approving_overwrites_nobody(budi, world, sign_in, question_row):
    waiting, citra = f"{BANK}/butir/S-4/ubah", sign_in(world.citra)
    mine = opened(budi, waiting)
    save(citra, opened(citra, waiting), waiting, stem="Tulisan Citra?")
    conflict = budi.post(waiting, mine | {"action": "approve", "level": "C1"})
    assert conflict.status_code == 409
    assert question_row("S-4").status is QuestionStatus.UNCONFIRMED


def test_what_stays_approved_stays_complete(budi, question_row):
    refused = save(budi, opened(budi), explanation="", level="", keeps_approval="y")
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Tingkat: wajib diisi agar soal dapat disetujui." in text
    assert '<a href="#explanation">' in text
    assert question_row("S-1").version == 1


def test_the_same_twice_is_one_version(budi, question_row):
    fields = opened(budi)
    for _press in (1, 2):
        assert save(budi, fields, stem="Sekali saja?").status_code == 303
    assert question_row("S-1").version == 2


def test_a_text_that_a_folder_ended_with_a_line_is_not_changed_by_opening_it(app, world, budi):
    one = question("S-1", stem="Baris satu\n\nBaris dua\n", explanation="Begitu.\n")
    quiz_factories.make_quiz(app, world.training_id, questions=[one])
    assert "Tidak ada yang berubah." in page(budi.get(save(budi, opened(budi)).location))


def test_a_change_of_place_alone_is_kept_without_a_version(budi, question_row):
    save(budi, opened(budi), level="C3", edition="2025", keeps_approval="y")
    row = question_row("S-1")
    assert (row.level, row.edition, row.version) == ("C3", "2025", 1)
    assert row.status is QuestionStatus.APPROVED


def test_two_editors_meet_and_nobody_is_overwritten(budi, world, sign_in, newest):
    citra = sign_in(world.citra)
    mine, theirs = opened(budi), opened(citra)
    assert save(citra, theirs, stem="Tulisan Citra?", level="C2").status_code == 303
    conflict = save(budi, mine, explanation="Tulisan Budi.")
    text = conflict.get_data(as_text=True)
    assert conflict.status_code == 409
    assert "Belum disimpan: soal ini sudah diubah orang lain." in text
    assert "Citra Lestari" in text
    assert "Tulisan Citra?" in text
    assert text.count("diubah orang lain</span>") == 2
    assert text.count("Anda ubah</span>") == 1
    assert newest("S-1").number == 2
    kept = fields_of(text)
    assert kept["explanation"] == "Tulisan Budi."
    assert kept["stem"] == "Pertanyaan S-1?"
    assert "Tulisan Citra?" not in text[text.index('id="pratinjau"') :]
    assert "Simpan milik saya" in text
    assert save(budi, kept).status_code == 303
    version = newest("S-1")
    assert (version.number, version.source["stem"]) == (3, "Pertanyaan S-1?")
    assert version.source["explanation"] == "Tulisan Budi."


def test_a_change_of_place_by_another_is_a_conflict_too(budi, world, sign_in, question_row):
    citra = sign_in(world.citra)
    mine = opened(budi)
    save(citra, opened(citra), level="C2")
    conflict = save(budi, mine, stem="Lain?")
    assert conflict.status_code == 409
    assert "C2" in conflict.get_data(as_text=True)
    assert question_row("S-1").level == "C2"


@pytest.mark.parametrize("opened_facts", ["", "bukan json", "[1]", "{}"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(budi, opened_facts, newest):
    refused = save(budi, opened(budi), stem="Tanpa dasar?", version="99", opened=opened_facts)
    assert refused.status_code == 409
    assert newest("S-1").number == 1


def test_the_same_text_by_both_is_no_conflict(budi, world, sign_in, newest):
    citra = sign_in(world.citra)
    mine = opened(budi)
    save(citra, opened(citra), stem="Sama?")
    assert save(budi, mine, stem="Sama?").status_code == 303
    assert newest("S-1").number == 2


@pytest.mark.faults
def test_of_many_at_once_one_saves_and_the_others_are_told(app, budi, world, sign_in):
    posts = []
    for place in range(4):
        browser = sign_in((world.budi, world.citra)[place % 2])
        fields = opened(browser) | {"action": "save", "stem": f"Tulisan {place}?"}
        fields["csrf_token"] = browser.csrf_token()
        posts.append(lambda browser=browser, fields=fields: browser.client.post(EDIT, data=fields))
    with ThreadPoolExecutor(len(posts)) as pool:
        codes = sorted(pool.map(lambda post: post().status_code, posts))
    assert codes == [303, 409, 409, 409]
    with app.app_context():
        assert audit.first_broken() is None
        numbers = db.session.scalars(
            sa.select(QuestionVersion.number).where(QuestionVersion.question_id == 1)
        )
        assert sorted(numbers) == [1, 2]


def test_a_running_attempt_keeps_its_version_and_is_told_of(app, world, budi, quiz_id):
    attempt_id = quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    assert "Sedang dikerjakan 1 peserta." in page(budi.get(EDIT))
    save(budi, opened(budi), stem="Sesudah mulai?")
    with app.app_context():
        paper = db.session.get_one(Attempt, attempt_id).paper
    stems = " ".join(each["stem"] for each in paper["questions"])
    assert "Pertanyaan S-1?" in stems
    assert "Sesudah mulai?" not in stems


def test_bad_input_keeps_the_form_and_the_question(budi, question_row):
    refused = save(budi, opened(budi), **{"options-1-correct": "", "note": "x" * 201})
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Tandai tepat satu pilihan" in text
    assert "Paling banyak 200 huruf." in text
    assert question_row("S-1").version == 1


def test_a_section_that_is_gone_stays_on_offer(app, world, budi):
    one = question("S-1", section="Bagian lama")
    quiz_factories.make_quiz(app, world.training_id, questions=[one])
    fields = opened(budi)
    assert fields["place"] == "PS-01#Bagian lama"
    assert save(budi, fields, stem="Masih?").status_code == 303


def test_a_closed_training_takes_no_change(budi, close_training, question_row):
    fields = opened(budi)
    close_training()
    assert budi.get(EDIT).status_code == 409
    assert budi.get(f"{BANK}/baru").status_code == 409
    assert save(budi, fields, stem="Terlambat?").status_code == 409
    assert budi.post(f"{BANK}/baru/single", fields | {"action": "save"}).status_code == 409
    assert question_row("S-1").version == 1


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7919*7907 }}\"'><b>tebal</b>"


@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_hostile_text_in_every_field_runs_nowhere(app, world, sign_in, budi, markup, quiz_id):
    fields = opened(budi)
    texts = {
        name: f"{HOSTILE} {name}"
        for name in fields
        if name in ("stem", "explanation", "note") or name.endswith(("-text", "-why"))
    }
    fields |= texts | {"markup": markup}
    pages = [budi.post(f"{ONE}/pratinjau", fields)]
    saved = save(budi, fields, keeps_approval="y")
    assert saved.status_code == 303, saved.get_data(as_text=True)
    pages += [budi.get(path) for path in (ONE, EDIT, BANK, f"{ONE}/versi/2", f"{ONE}/versi/1")]
    ani = sign_in(world.ani)
    ani.post(f"{quiz_factories.POST_TEST}/mulai")
    pages.append(ani.get(f"{quiz_factories.POST_TEST}/kerjakan"))
    for answer in pages:
        text = page(answer)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "onerror=alert" not in text.replace("onerror=alert(2)&gt;", "")
        assert "{{ 7919*7907 }}" in text or "62615533" not in text


def test_html_stays_html_and_says_so(app, world, budi, newest):
    one = question("S-1", markup="html", stem="<p>Isi <sub>bawah</sub></p>")
    quiz_factories.make_quiz(app, world.training_id, questions=[one])
    assert "ditulis sebagai HTML" in page(budi.get(EDIT))
    save(budi, opened(budi), stem="<p>Isi <sub>atas</sub><script>x</script></p>")
    content = newest("S-1").content["stem"]
    assert "<sub>atas</sub>" in content
    assert "script" not in content
