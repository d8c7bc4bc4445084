"""Writing a roster: all of it or nothing, and the same roster twice is the same as once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from courses.roster.columns import Column
from courses.roster.matching import Outcome, Plan, plan_import
from courses.roster.queries import seats, seats_report, trainees
from courses.roster.reading import RosterReading, read_roster
from courses.roster.services import FaultyRosterError, import_roster, withdraw_trainee
from courses.roster.sheet import roster_sheet
from courses.trainings.models import Enrolment, Role, Training
from lms import audit
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.errors import DomainError
from lms.exports import xlsx_bytes
from lms.people.models import Person
from lms.tables import read_tables
from tests import factories

AT = datetime(2024, 1, 25, 2, 0, tzinfo=UTC)
HEADER = "nama,unsur,kab_kota,nik,nip,hp"


def read(content: bytes | str) -> RosterReading:
    data = content.encode() if isinstance(content, str) else content
    return read_roster(read_tables(data), today=date(2024, 1, 25))


def bring_in(app, training_id: int, content: bytes | str, *, only_valid: bool = False) -> Plan:
    reading = read(content)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, training_id)
        return import_roster(
            training, reading, actor_id=None, at=AT, slip_days=14, only_valid=only_valid
        )


def rows(app, training_id: int, *lines: str) -> Plan:
    return bring_in(app, training_id, "\n".join([HEADER, *lines]))


def people_of(app, training_id: int) -> list[tuple[Enrolment, Person]]:
    with app.app_context():
        return list(trainees(training_id))


def outcomes(plan: Plan) -> list[Outcome]:
    return [match.outcome for match in plan.matches]


def test_34_people_get_their_seats(app, empty, roster):
    plan = bring_in(app, empty, roster("roster_34_baseline.csv"))
    assert outcomes(plan) == [Outcome.NEW] * 34
    with app.app_context():
        report = seats_report(db.session.get_one(Training, empty), seats(empty))
        assert (report.found, report.warnings) == (34, ())
        siti = db.session.scalar(sa.select(Person).where(Person.nip == "198703152010011002"))
        assert (siti.name, siti.name_key) == ("Siti Rahmah", "siti rahmah")
        assert siti.nik == "6371010101909002"
        assert b"6371010101909002" not in siti.nik_sealed
        assert siti.phone == "081250001001"
        assert siti.slip_expires_at == AT + timedelta(days=14)
        assert db.session.scalar(sa.select(sa.func.count(Person.id.distinct()))) == 34
        assert audit.first_broken() is None


def test_the_same_roster_twice_changes_nothing(app, empty, roster):
    bring_in(app, empty, roster("roster_34_baseline.csv"))
    with app.app_context():
        entries = db.session.scalar(sa.select(sa.func.count(AuditEntry.id)))
    plan = bring_in(app, empty, roster("roster_title_rows.xlsx"))
    assert outcomes(plan) == [Outcome.SAME] * 34
    assert len(people_of(app, empty)) == 34
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == entries


def test_one_bad_row_saves_nobody(app, empty, roster):
    with pytest.raises(FaultyRosterError) as error:
        bring_in(app, empty, roster("roster_row20_bad_nik.csv"))
    assert [(fault.line, fault.column) for fault in error.value.faults] == [(21, Column.NIK)]
    assert people_of(app, empty) == []


def test_the_valid_rows_alone_are_saved_when_asked_for(app, empty, roster):
    bring_in(app, empty, roster("roster_row20_bad_nik.csv"), only_valid=True)
    assert len(people_of(app, empty)) == 33


def test_formula_names_titles_and_apostrophes_are_stored_as_written(app, empty, roster):
    bring_in(app, empty, roster("roster_titles_apostrophes.csv"))
    names = {person.name for _seat, person in people_of(app, empty)}
    assert names == {
        "Rahmad Hidayat, S.Sos., M.AP",
        "Ma'rufah, S.Pd.I",
        "Dr. H. Muhammad Ilmi, M.Si",
        "Noor’aini",
    }


@pytest.mark.parametrize(
    "line",
    [
        "M. Ilmi,Pendamping,Tapin,6371010101909001,,081200000099",
        "Muhammad Ilmi,Pendamping,Tapin,,198703152010011002,",
        "MUHAMMAD ILMI,Pendamping,Tapin,,,0812-5000-1001",
        "H. Muhammad Ilmi,Pendamping,Tapin,,,",
        "Muhammad Ilmi,Pendamping,Balangan,6371010101909001,,",
    ],
)
def test_a_known_person_is_updated_and_not_doubled(app, empty, line):
    rows(
        app,
        empty,
        "Muhammad Ilmi,Pendamping,Tapin,6371010101909001,198703152010011002,081250001001",
    )
    plan = rows(app, empty, line)
    assert outcomes(plan) == [Outcome.CHANGED] or plan.matches[0].changes == ()
    ((_seat, person),) = people_of(app, empty)
    assert person.nip == "198703152010011002"


def test_numbers_that_were_missing_are_filled_in(app, empty):
    rows(app, empty, "Siti,Pendamping,Tapin,,,")
    rows(app, empty, "Hj. Siti,Pendamping,Tapin,6371010101909001,,081250001001")
    ((_seat, person),) = people_of(app, empty)
    with app.app_context():
        assert (person.name, person.nik, person.phone) == (
            "Hj. Siti",
            "6371010101909001",
            "081250001001",
        )


def test_an_empty_cell_erases_nothing(app, empty):
    rows(app, empty, "Siti,Pendamping,Tapin,6371010101909001,,081250001001")
    assert outcomes(rows(app, empty, "Siti,Pendamping,Tapin,,,")) == [Outcome.SAME]
    assert people_of(app, empty)[0][1].phone == "081250001001"


def test_a_person_of_another_training_is_known_again(app, empty, world):
    plan = rows(app, empty, "Ani Rahmawati,Pendamping,Kab. Banjar,,,081200000001")
    assert outcomes(plan) == [Outcome.NEW]
    ((seat, person),) = people_of(app, empty)
    assert (person.id, seat.training_id) == (world.ani, empty)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Budi Lain,Pendamping,Tapin,,,081250001001", Column.PHONE),
        ("Siti,Pendamping,Tapin,6371010101909009,,081250001001", Column.PHONE),
        ("Siti,Pendamping,Tapin,6371010101909001,198703152010011003,", Column.NIP),
    ],
)
def test_a_number_of_somebody_else_is_refused(app, empty, line, column):
    rows(
        app,
        empty,
        "Siti,Pendamping,Tapin,6371010101909001,198703152010011002,081250001001",
        "Rina,Petugas,Tapin,6371010101909002,198703152010011003,081250001002",
    )
    with pytest.raises(FaultyRosterError) as error:
        rows(app, empty, line)
    assert [fault.column for fault in error.value.faults] == [column]
    assert len(people_of(app, empty)) == 2


def test_two_rows_cannot_become_one_person(app, empty):
    rows(app, empty, "Siti,Pendamping,Tapin,6371010101909001,,081250001001")
    with pytest.raises(FaultyRosterError) as error:
        rows(
            app,
            empty,
            "Siti Contoh,Pendamping,Tapin,6371010101909001,,",
            "Siti,Pendamping,Balangan,,,081250001001",
        )
    assert "baris 2" in str(error.value.faults[0].reason)


def test_the_training_s_own_staff_cannot_become_trainees(app, world):
    with app.app_context(), transaction():
        db.session.get_one(Person, world.citra).phone = "081200000077"
    with pytest.raises(FaultyRosterError) as error:
        rows(app, world.training_id, "Citra Lestari,Petugas,Tapin,,,081200000077")
    assert "bertugas" in str(error.value.faults[0].reason)


def test_whoever_is_not_in_the_file_stays_and_is_named(app, world):
    plan = rows(app, world.training_id, "Siti,Pendamping,Tapin,,,")
    assert {person.id for person, _seat in plan.absent} == {world.ani, world.agus}
    assert len(people_of(app, world.training_id)) == 3


def test_a_withdrawn_trainee_comes_back_with_the_file(app, world):
    with app.app_context():
        with transaction():
            withdraw_trainee(
                db.session.get_one(Training, world.training_id),
                db.session.get_one(Enrolment, world.ani_seat),
                reason="diganti",
                actor_id=world.citra,
                at=AT,
            )
        assert len(trainees(world.training_id)) == 1
    plan = rows(app, world.training_id, "Ani Rahmawati,Pendamping,Kab. Banjar,,,081200000001")
    assert outcomes(plan) == [Outcome.BACK]
    assert len(people_of(app, world.training_id)) == 2


def test_a_closed_training_takes_nobody(app, empty):
    with app.app_context(), transaction():
        db.session.get_one(Training, empty).closed_at = AT
    with pytest.raises(DomainError, match="sudah ditutup"):
        rows(app, empty, "Siti,Pendamping,Tapin,,,")


def test_a_birth_date_stays_the_same_day_whatever_the_zone(app, empty, monkeypatch):
    header = "nama,unsur,kab_kota,tgl_lahir"
    for zone in ("UTC", "America/New_York", "Asia/Makassar"):
        monkeypatch.setenv("TZ", zone)
        bring_in(app, empty, f"{header}\nSiti,Pendamping,Tapin,15-03-1987")
        assert people_of(app, empty)[0][1].birth_date == date(1987, 3, 15)


def test_a_download_can_be_imported_again(app, empty, roster):
    bring_in(app, empty, roster("roster_34_baseline.csv"))
    with app.app_context():
        content = xlsx_bytes(roster_sheet("Bimtek", trainees(empty)))
        (table,) = read_tables(content)
        assert all("6371010101909" not in str(row.cells) for row in table.rows)
    plan = bring_in(app, empty, content)
    assert outcomes(plan) == [Outcome.SAME] * 34
    with app.app_context():
        assert all(person.nik for _seat, person in trainees(empty))


def test_every_change_is_in_the_audit_log(app, empty):
    rows(app, empty, "Siti,Pendamping,Tapin,6371010101909001,,")
    rows(app, empty, "Siti,Pendamping,Tapin,6371010101909001,,081250001001")
    with app.app_context():
        entries = list(db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))
        assert [entry.action for entry in entries] == [
            "enrolment.added",
            "roster.imported",
            "enrolment.changed",
            "roster.imported",
        ]
        assert entries[2].details == {"changed": ["no_hp"]}
        assert "6371010101909001" not in str([entry.details for entry in entries])


def test_a_plan_is_made_with_as_many_statements_for_5_as_for_500(app, empty, statements, roster):
    lines = "\n".join(f"Orang {n},Provinsi,," for n in range(500))
    counts = []
    for content in (roster("roster_bom_comma.csv"), f"nama,unsur,nik,hp\n{lines}".encode()):
        reading = read(content)
        with statements() as seen, app.app_context():
            plan_import(empty, reading.participants)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 2


def test_an_officer_of_the_province_has_the_province_s_seat(app, empty):
    rows(app, empty, "Siti,Dinsos Provinsi,,,,")
    ((seat, _person),) = people_of(app, empty)
    assert (seat.role, seat.region_code) == (Role.TRAINEE, "63")
    assert factories.person(app, seat.person_id).name == "Siti"
