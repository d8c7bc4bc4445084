"""New questions of every kind, and what is wrong with them said at the field."""

from __future__ import annotations

import pytest

from quizzes.bank.models import QuestionStatus
from tests.quiz_factories import page
from tests.quizzes.authoring.conftest import BANK
from tests.quizzes.authoring.typing import SINGLE, fields_of

NEW = f"{BANK}/baru"
HEADER = {name: SINGLE[name] for name in ("place", "level", "edition", "stem", "explanation")}
KINDS = {
    "single": (SINGLE, {"options": [
        {"text": "Pendamping", "correct": True, "why": "Itu tugasnya."}, {"text": "Pemasok"},
    ]}),
    "multiple": (
        SINGLE | {"options-1-correct": "y", "options-3-text": "Tetangga", "options-0-share": "60",
                  "options-1-share": "40", "options-3-share": "-100", "points": "1,50"},
        {"points": "1,5", "options": [
            {"text": "Pendamping", "correct": True, "why": "Itu tugasnya.", "share": 60},
            {"text": "Pemasok", "correct": True, "share": 40},
            {"text": "Tetangga", "share": -100},
        ]},
    ),
    "true_false": (
        HEADER | {"answer": "salah", "why_true": "Keliru."},
        {"answer": False, "why_true": "Keliru."},
    ),
    "short_answer": (
        HEADER | {"accepted-0-text": "DTKS", "accepted-1-text": "data terpadu*",
                  "accepted-1-share": "50", "case_sensitive": "y"},
        {"accepted": [{"text": "DTKS"}, {"text": "data terpadu*", "share": 50}],
         "case_sensitive": True},
    ),
    "numeric": (
        HEADER | {"accepted-0-value": "12,50", "accepted-0-tolerance": "0,5", "unit": "m²"},
        {"accepted": [{"value": "12,5", "tolerance": "0,5"}], "unit": "m²"},
    ),
    "matching": (
        HEADER | {"pairs-0-left": "RTLH", "pairs-0-right": "rumah", "pairs-1-left": "UEP",
                  "pairs-1-right": "usaha", "distractors-0-text": "sembako"},
        {"pairs": [{"left": "RTLH", "right": "rumah"}, {"left": "UEP", "right": "usaha"}],
         "distractors": ["sembako"]},
    ),
    "ordering": (
        HEADER | {"items-0-text": "Usul", "items-2-text": "Periksa", "items-3-text": "Salur"},
        {"items": ["Usul", "Periksa", "Salur"]},
    ),
    "essay": (
        HEADER | {"least": "50", "most": "150", "model": "Menyebut tiga syarat."},
        {"words": {"least": 50, "most": 150}, "model": "Menyebut tiga syarat."},
    ),
    "file": (HEADER | {"model": "Empat sisi rumah tampak."}, {"model": "Empat sisi rumah tampak."}),
    "case": (
        HEADER | {
            "parts-0-kind": "true_false", "parts-0-stem": "Layak?", "parts-0-answer": "benar",
            "parts-1-kind": "single", "parts-1-stem": "Lalu?", "parts-1-options-0-text": "Usulkan",
            "parts-1-options-0-correct": "y", "parts-1-options-1-text": "Tolak",
        },
        {"parts": [
            {"kind": "true_false", "stem": "Layak?", "answer": True},
            {"kind": "single", "stem": "Lalu?",
             "options": [{"text": "Usulkan", "correct": True}, {"text": "Tolak"}]},
        ]},
    ),
}  # fmt: skip


def form(budi, kind, sent):
    """The blank form, and what somebody typed into it."""
    return fields_of(page(budi.get(f"{NEW}/{kind}"))) | sent


@pytest.mark.parametrize("path", ["", "/single", "/case"])
def test_only_staff_write_questions(world, sign_in, path):
    assert sign_in(world.citra).get(NEW + path).status_code == 200
    assert sign_in(world.ani).get(NEW + path).status_code == 403
    assert sign_in(world.dewi).get(NEW + path).status_code == 404


@pytest.mark.parametrize("path", ["/single", "/single/pratinjau"])
def test_only_staff_send_questions(world, sign_in, path):
    assert sign_in(world.ani).post(NEW + path, SINGLE).status_code == 403
    assert sign_in(world.dewi).post(NEW + path, SINGLE).status_code == 404


def test_there_is_no_other_kind(budi):
    assert budi.get(f"{NEW}/teka-teki").status_code == 404
    assert budi.post(f"{NEW}/teka-teki").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_written_and_read_back(
    budi, kind, newest, question_row, audited
):
    sent, own = KINDS[kind]
    text = page(budi.get(f"{NEW}/{kind}"))
    assert 'value="S-001"' in text
    saved = budi.post(f"{NEW}/{kind}", form(budi, kind, sent) | {"key": "S-001", "action": "save"})
    assert saved.status_code == 303, saved.get_data(as_text=True)
    expected = {"kind": kind, "stem": SINGLE["stem"], "explanation": SINGLE["explanation"], **own}
    version, row = newest("S-001"), question_row("S-001")
    assert version.source == expected
    assert version.content["stem"] == "<p>Siapa yang <strong>memeriksa</strong> usulan?</p>\n"
    assert (row.status, row.section) == (QuestionStatus.UNCONFIRMED, "Hasil belajar")
    assert [entry.action for entry in audited("question.")] == ["question.saved"]
    assert "menunggu persetujuan" in page(budi.get(saved.location))
    again = fields_of(page(budi.get(f"{BANK}/butir/S-001/ubah")))
    same = budi.post(f"{BANK}/butir/S-001/ubah", again | {"action": "save"})
    assert "Tidak ada yang berubah." in page(budi.get(same.location))
    assert question_row("S-001").version == 1


@pytest.mark.parametrize(
    ("kind", "changes", "field", "message"),
    [
        ("single", {"stem": " "}, "stem", "Pertanyaan: tidak boleh kosong."),
        ("single", {"options-0-correct": ""}, "options", "Tandai tepat satu pilihan"),
        ("single", {"options-1-correct": "y"}, "options", "Tandai tepat satu pilihan"),
        ("single", {"options-1-text": ""}, "options", "Pilihan: isi paling sedikit 2."),
        ("single", {"options-3-text": "pemasok"}, "options", "Ada pilihan yang sama."),
        ("single", {"options-3-why": "Tanpa teks"}, "options-3-text",
         "Pilihan 3: wajib diisi."),
        ("single", {"options-1-share": "banyak"}, "options-1-share",
         "Pilihan 2, nilai dalam persen: harus persentase"),
        ("single", {"points": "0"}, "points", "Bobot soal: harus bobot 0,01 sampai 100"),
        ("single", {"key": "a b"}, "key", "Kode soal: hanya huruf, angka"),
        ("single", {"key": ""}, "key", "Kode soal: hanya huruf, angka"),
        ("single", {"place": "PS-99#Apa"}, "place", "Pilih salah satu yang tersedia."),
        ("single", {"level": "C9"}, "level", "Pilih salah satu yang tersedia."),
        ("single", {"stem": "![peta](figures/peta.png)"}, "stem",
         "Pertanyaan: gambar &#34;figures/peta.png&#34; belum diunggah."),
        ("multiple", {"options-0-share": ""}, "options", "Isi nilai dalam persen pada semua"),
        ("true_false", {"answer": ""}, "answer", "Jawaban benar: wajib diisi."),
        ("true_false", {"answer": "mungkin"}, "answer", "Jawaban benar: wajib diisi."),
        ("short_answer", {"accepted-0-share": "50"}, "accepted", "Paling sedikit satu jawaban"),
        ("numeric", {"accepted-0-value": "dua belas"}, "accepted-0-value",
         "Jawaban 1, angka: harus bilangan"),
        ("numeric", {"accepted-0-tolerance": "-1"}, "accepted-0-value", "Toleransi tidak boleh"),
        ("matching", {"distractors-0-text": "usaha"}, "pairs", "Ada pengecoh yang sama"),
        ("ordering", {"items-3-text": "usul"}, "items", "Ada langkah yang sama."),
        ("essay", {"least": "lima"}, "least", "harus berupa bilangan bulat."),
        ("essay", {"least": "500"}, "least", "Jumlah kata paling sedikit tidak boleh"),
        ("case", {"parts-1-stem": ""}, "parts-1-stem", "Pertanyaan 2, Pertanyaan: tidak boleh"),
        ("case", {"parts-1-options-1-correct": "y"}, "parts-1-options",
         "Pertanyaan 2: Tandai tepat satu"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    app, budi, kind, changes, field, message
):
    sent = KINDS[kind][0] | {"key": "S-001"} | changes
    refused = budi.post(f"{NEW}/{kind}", form(budi, kind, sent) | {"action": "save"})
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert f'<a href="#{field}">' in text
    assert f'id="{field}"' in text
    assert message in text
    kept = fields_of(text)
    typed = {name: value for name, value in sent.items() if value.strip()}
    names = [name for name in typed if name not in ("place", "level", "answer")]
    assert {name: kept[name] for name in names} == {name: typed[name] for name in names}
    assert "S-001" not in page(budi.get(BANK))


def test_a_case_needs_a_question(budi):
    sent = {name: value for name, value in KINDS["case"][0].items() if "parts" not in name}
    refused = budi.post(f"{NEW}/case", sent | {"key": "S-1", "action": "save"})
    assert refused.status_code == 422
    assert "Pertanyaan: isi paling sedikit 1." in refused.get_data(as_text=True)


def test_a_wrong_question_of_a_case_still_counts_as_one(budi):
    sent = KINDS["case"][0] | {"parts-0-stem": "", "parts-1-stem": ""}
    text = budi.post(f"{NEW}/case", sent | {"action": "save"}).get_data(as_text=True)
    assert "Pertanyaan 1, Pertanyaan: tidak boleh kosong." in text
    assert "isi paling sedikit" not in text


def test_a_key_is_used_once(budi, quiz_id):
    sent = SINGLE | {"key": "S-1", "action": "save"}
    refused = budi.post(f"{NEW}/single", sent)
    assert refused.status_code == 422
    assert "Kode soal ini sudah dipakai." in refused.get_data(as_text=True)
    assert "usulan?" not in page(budi.get(f"{BANK}/butir/S-1"))


def test_rows_and_parts_come_and_go_with_buttons(budi):
    def press(kind, sent, action, **more):
        fields = form(budi, kind, sent) | {"action": action} | more
        return page(budi.post(f"{NEW}/{kind}", fields))

    text = press("single", SINGLE, "add:options")
    assert 'name="options-4-text"' in text
    assert fields_of(text)["options-0-text"] == "Pendamping"
    text = press("ordering", KINDS["ordering"][0], "up:items-2")
    assert [fields_of(text)[f"items-{n}-text"] for n in range(3)] == ["Periksa", "Usul", "Salur"]
    case = KINDS["case"][0]
    text = press("case", case, "part", part_kind="numeric")
    assert 'name="parts-2-accepted-0-value"' in text
    text = press("case", case, "add:parts-1-options")
    assert 'name="parts-1-options-4-text"' in text
    text = press("case", case, "drop:0")
    assert fields_of(text)["parts-0-options-0-text"] == "Usulkan"
    assert "parts-1-kind" not in text


@pytest.mark.parametrize(
    "action", ["add:", "add:nothing", "up:options-9", "up:items", "part", "drop:x", "drop:7", "x"]
)
def test_a_button_that_does_not_exist_does_nothing(budi, action):
    answer = budi.post(f"{NEW}/case", KINDS["case"][0] | {"action": action, "part_kind": "case"})
    assert answer.status_code == 200
    assert fields_of(page(answer))["parts-1-options-1-text"] == "Tolak"


def test_the_preview_is_what_the_trainee_sees_and_nothing_is_stored(budi):
    for kind, (sent, _own) in KINDS.items():
        text = page(budi.post(f"{NEW}/{kind}/pratinjau", form(budi, kind, sent)))
        assert "Lihat dengan kunci dan pembahasan" in text, kind
        assert "<html" not in text
        whole = page(budi.post(f"{NEW}/{kind}", form(budi, kind, sent) | {"action": "preview"}))
        assert "Lihat dengan kunci dan pembahasan" in whole, kind
    assert "Bank soal masih kosong." in page(budi.get(BANK))


PLAIN = ("place", "level", "edition", "answer", "least", "most", "points", "case_sensitive")
NUMBERS = ("-value", "-tolerance", "-share", "-correct", "-kind", "-answer")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_in_every_field_of_every_kind_stays_text(budi, kind):
    sent = form(budi, kind, KINDS[kind][0])
    for name, text in sent.items():
        if text and name not in PLAIN and not name.endswith(NUMBERS):
            sent[name] = "<img src=x>" if name == "unit" else f"{text} {HOSTILE}"
    sent |= {"key": "S-001", "version": "0", "kind": kind, "markup": "markdown"}
    pages = [budi.post(f"{NEW}/{kind}/pratinjau", sent)]
    saved = budi.post(f"{NEW}/{kind}", sent | {"action": "save"})
    assert saved.status_code == 303, saved.get_data(as_text=True)
    one = f"{BANK}/butir/S-001"
    pages += [budi.get(path) for path in (one, f"{one}/ubah", f"{one}/versi/1", BANK)]
    for answer in pages:
        text = page(answer)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in page(pages[0])


def test_the_preview_of_half_a_question_says_what_is_missing(budi):
    text = page(budi.post(f"{NEW}/single/pratinjau", {"stem": "Baru *setengah*"}))
    assert "<em>setengah</em>" in text
    assert "Pilihan: isi paling sedikit 2." in text


def test_a_preview_needs_the_token_of_the_form(budi, world):
    assert budi.client.post(f"{NEW}/single/pratinjau", data=SINGLE).status_code == 400
