"""Signs one document after the other: claimed, signed outside of any transaction, kept at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from certificates.desk import services
from certificates.desk.queries import Waiting
from certificates.register.chain import lock_of
from certificates.signing import Signer
from certificates.signing.faults import SigningError
from lms import clock, files
from lms.db import transaction


@dataclass
class Outcome:
    """How far it came. What is signed stays signed, whatever befell the next one."""

    signed: list[Waiting] = field(default_factory=list)
    skipped: list[Waiting] = field(default_factory=list)  # another desk was first
    stopped_at: Waiting | None = None
    fault: SigningError | services.BusyError | None = None


def sign_all(chosen: Iterable[Waiting], signer: Signer, *, actor_id: int) -> Outcome:
    """Stops at the first document that fails: the next would most likely fail too."""
    outcome = Outcome()
    for each in chosen:
        try:
            sign_one(each, signer, actor_id=actor_id)
        except services.AlreadySignedError:
            outcome.skipped.append(each)
        except (SigningError, services.BusyError) as fault:
            outcome.stopped_at, outcome.fault = each, fault
            break
        else:
            outcome.signed.append(each)
    return outcome


def sign_one(waiting: Waiting, signer: Signer, *, actor_id: int) -> None:
    """Raises AlreadySignedError, BusyError or a SigningError."""
    certificate = waiting.certificate
    lock = lock_of(certificate.id)
    with transaction(lock):
        token = services.claim(certificate.id, actor_id=actor_id, at=clock.now())
    try:
        data = signer.sign(_original(waiting), waiting.facts, at=clock.now())
        file_key = files.store().put(data, ".pdf")
    except BaseException as error:
        fault = error.name if isinstance(error, SigningError) else type(error).__name__
        with transaction(lock):
            services.release(certificate, token, actor_id=actor_id, fault=fault)
        raise
    with transaction(lock):
        services.keep_signed(
            certificate,
            data,
            file_key,
            signature=signer.kind,
            token=token,
            actor_id=actor_id,
            at=clock.now(),
        )


def _original(waiting: Waiting) -> bytes:
    if waiting.original is None:
        raise LookupError("not rendered yet")
    return files.store().get(waiting.original.file_key)
