"""Verification is for anyone."""

from lms.access import PUBLIC

ACCESS = {
    "verification.ask": PUBLIC,
    "verification.show": PUBLIC,
    "verification.compare": PUBLIC,
}
