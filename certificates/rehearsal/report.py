"""What came of the rehearsal: who is competent, and why each of the others is not."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from certificates.decisions.eligibility import Need, Requirement
from certificates.decisions.queries import cases
from certificates.document.facts import CertificateKind
from certificates.register.queries import register_of
from certificates.rehearsal.stage import Stage
from courses.trainings.models import Training
from lms.db import db
from lms.i18n import format_lesson_hours, format_score


@dataclass(frozen=True)
class Summary:
    trainees: int
    competent: int
    certificates: int
    attendance: int
    revoked: int
    others: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        lines = [
            f"{self.competent} dari {self.trainees} peserta kompeten.",
            f"{self.certificates} sertifikat dan {self.attendance} surat keterangan terbit "
            f"(SPECIMEN), {self.revoked} dicabut.",
            "Belum kompeten:" if self.others else "",
        ]
        lines += [f"  {name}: {'; '.join(reasons)}" for name, reasons in self.others]
        return "\n".join(line for line in lines if line) + "\n"


def summarise(stage: Stage) -> Summary:
    with stage.app.app_context():
        training = db.session.scalars(sa.select(Training).filter_by(code=stage.code)).one()
        found = cases(training)
        entries = register_of(training.id)
        kinds = [entry.facts.kind for entry in entries]
        return Summary(
            trainees=len(found),
            competent=sum(case.is_competent for case in found),
            certificates=kinds.count(CertificateKind.COMPETENCE),
            attendance=kinds.count(CertificateKind.ATTENDANCE),
            revoked=sum(entry.is_revoked for entry in entries),
            others=tuple(
                (case.name, tuple(_reason(requirement) for requirement in case.missing))
                for case in found
                if not case.is_competent
            ),
        )


def _reason(requirement: Requirement) -> str:
    have, want, out_of = requirement.have, requirement.want, requirement.out_of
    match requirement.need:
        case Need.ATTENDANCE if have is not None and out_of:
            hours = f"{format_lesson_hours(have)} dari {format_lesson_hours(out_of)} JP"
            return f"kehadiran {hours} ({format_score(requirement.percent)}%), batas {want}%"
        case Need.EVERY_DAY:
            return f"hadir {have} dari {want} hari"
        case Need.POST_TEST:
            score = "belum dikerjakan" if have is None else format_score(have)
            if requirement.is_waiting:
                score = "menunggu penilaian" if have is None else f"{score}, menunggu penilaian"
            return f"tes akhir {score}"
        case Need.WORK_PLAN:
            score = "belum dinilai" if have is None else format_score(have)
            return f"rencana kerja {score}"
        case Need.COMMITMENT:
            return "komitmen belum ditandatangani"
        case _:
            return "laporan kerja belum diterima"
