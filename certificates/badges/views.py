"""What a checker of credentials asks for: the credential, the keys, and what was revoked.

These documents are for programs anywhere, those inside pages of other sites too.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import lru_cache

from flask import Blueprint, Response, abort, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificates.badges import keyring, queries, status
from certificates.badges.issuer import Issuer
from certificates.badges.keys import SigningKey
from certificates.register.codes import typed
from lms.web import limiter

bp = Blueprint("badges", __name__)
LIMIT = "60 per minute"
CREDENTIAL = "application/vc"


@bp.get("/.well-known/did.json")
@limiter.limit(LIMIT)
def issuer_document() -> ResponseReturnValue:
    found, key = queries.keys(), keyring.current_key()
    if key is not None and key.multibase not in found:
        found.append(key.multibase)
    if not found:
        abort(404)  # nothing was ever signed, and nothing will be
    return _for_programs(json.dumps(keyring.issuer().document(found)), "application/did+ld+json")


@bp.get("/v/<code>/kredensial.json")
@limiter.limit(LIMIT)
def credential(code: str) -> ResponseReturnValue:
    asked = typed(code)
    found = queries.by_code(asked) if asked else None
    if found is None:
        abort(404)
    answer = _for_programs(found, CREDENTIAL)
    answer.headers["Content-Disposition"] = f'attachment; filename="kredensial-{asked}.json"'
    return answer


@bp.get("/v/status/<int:number>.json")
@limiter.limit(LIMIT)
def status_list(number: int) -> ResponseReturnValue:
    found = queries.ended(number)
    if found is None:
        abort(404)
    key = keyring.current_key()
    if key is None:
        message = _("Kunci kredensial sedang tidak terpasang di server ini.")
        return jsonify(message=message), 503
    bits, since = found
    text = _signed_list(keyring.issuer(), number, tuple(bits), since, key)
    return _for_programs(text, CREDENTIAL)


@lru_cache(maxsize=4)
def _signed_list(
    issuer: Issuer, number: int, bits: tuple[int, ...], since: datetime, key: SigningKey
) -> str:
    """The same bits give the same bytes in every process: nothing here reads the clock."""
    from certificates.badges import proof  # noqa: PLC0415 - heavy: only when a list has changed

    document = status.document(issuer, number, bits, since=since)
    method = issuer.method(key.multibase)
    return json.dumps(proof.sign(document, key.private, method=method, at=since))


def _for_programs(text: str, mimetype: str) -> Response:
    answer = make_response(text)
    answer.mimetype = mimetype
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = "no-cache"  # kept, and asked for again each time
    answer.set_etag(hashlib.sha256(text.encode()).hexdigest())
    answer.make_conditional(request)
    return answer
