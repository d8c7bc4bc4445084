"""What comes back from a signer elsewhere is kept only if it is our document, and signed whole."""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from certificates.signing import checking
from certificates.signing.faults import RefusedError
from lms.words import N_

_OF_A_SIGNATURE = {"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version"}  # of the catalogue


def refuse_unless_ours(original: bytes, returned: bytes) -> None:
    """Raises RefusedError unless `returned` is `original` with signatures added behind it."""
    if len(returned) <= len(original) or not returned.startswith(original):
        raise RefusedError(
            N_(
                "Yang dikembalikan bukan dokumen yang dikirim, atau isinya ditulis ulang. "
                "Berkas itu tidak disimpan. Laporkan kepada pengelola server."
            )
        )
    found = checking.read(returned)
    if found is None or not found.is_intact:
        raise RefusedError(
            N_(
                "Dokumen yang dikembalikan tidak bertanda tangan utuh atas seluruh berkas. "
                "Berkas itu tidak disimpan. Laporkan kepada pengelola server."
            )
        )
    if _redraws(returned):
        raise RefusedError(
            N_(
                "Dokumen yang dikembalikan mengubah isi sertifikat. "
                "Berkas itu tidak disimpan. Laporkan kepada pengelola server."
            )
        )


def _redraws(returned: bytes) -> bool:
    """Whether what was added changes anything that stood in the document before."""
    try:
        return _differs(returned)
    except Exception:  # what cannot be compared is not taken
        return True


def _differs(returned: bytes) -> bool:
    reader = PdfFileReader(BytesIO(returned))
    first = reader.get_historical_resolver(0)
    last = reader.get_historical_resolver(reader.total_revisions - 1)
    before = reader.xrefs.explicit_refs_in_revision(0)
    changed = {
        ref
        for revision in range(1, reader.total_revisions)
        for ref in reader.xrefs.explicit_refs_in_revision(revision)
        if ref in before
    }
    pages = {page.reference for page in _pages(first.root["/Pages"])}
    may_change = pages | _descriptions(first) | {first.root_ref}
    if changed - may_change:
        return True
    if _without(first.root, _OF_A_SIGNATURE) != _without(reader.root, _OF_A_SIGNATURE):
        return True
    return any(_is_redrawn(first(ref), last(ref)) for ref in pages & changed)


def _descriptions(first: HistoricalResolver) -> set[generic.Reference]:
    """Title, program and dates: who signs writes itself in there, and no page shows them."""
    found = (first.trailer_view.raw_get("/Info"), first.root.raw_get("/Metadata"))
    return {each.reference for each in found}


def _pages(node: generic.DictionaryObject) -> list[generic.IndirectObject]:
    """The pages of a tree of one level, as ours are."""
    return [node["/Kids"].raw_get(place) for place in range(len(node["/Kids"]))]


def _is_redrawn(before: generic.DictionaryObject, after: generic.DictionaryObject) -> bool:
    """A page may gain the fields of signatures, and nothing else."""
    if _without(before, {"/Annots"}) != _without(after, {"/Annots"}):
        return True
    return any(not _is_signature(note.get_object()) for note in after.get("/Annots", ()))


def _is_signature(note: generic.DictionaryObject) -> bool:
    field = note if "/FT" in note else note.get("/Parent", {})
    return bool(field.get("/FT") == "/Sig")


def _without(node: generic.DictionaryObject, names: set[str]) -> dict[str, generic.PdfObject]:
    return {name: node.raw_get(name) for name in node if name not in names}
