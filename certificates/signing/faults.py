"""Why a document was not signed, told apart by what the signatory can do about it."""

from __future__ import annotations

from lms.words import InputError


class SigningError(InputError):
    """Nothing was kept. `name` stands in the audit log, which holds no words of others."""

    name = "failed"


class WrongPassphraseError(SigningError):
    """Typed wrongly, or not theirs. Asking again and again locks an account: never by itself."""

    name = "wrong passphrase"


class NotAvailableError(SigningError):
    """Who signs cannot be reached or used now. Nothing was signed."""

    name = "not available"


class RefusedError(SigningError):
    """Who signs does not sign this, or gave back what must not be kept."""

    name = "refused"


class UnknownOutcomeError(SigningError):
    """No answer came after the document was sent: it may have been signed over there."""

    name = "no answer"
