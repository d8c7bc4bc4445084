"""Whoever got a credential may check it."""

from lms.access import PUBLIC

ACCESS = {
    "badges.issuer_document": PUBLIC,
    "badges.credential": PUBLIC,
    "badges.status_list": PUBLIC,
}
