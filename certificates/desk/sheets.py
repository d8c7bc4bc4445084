"""The unsigned documents as they may be seen: marked as previews, or together for the printer."""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

_MARK = "PRATINJAU - BELUM DITANDATANGANI"
_ACROSS = "0.87 0.5 -0.5 0.87 130 110"
_NOT_TO_PRINT = ("/Parent", "/StructParents", "/Annots", "/Tabs")


def preview(pdf: bytes) -> bytes:
    """The document with a mark across each page, so that nobody takes it for a signed one."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    font = writer.add_object(
        generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Font"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/Type1"),
                generic.pdf_name("/BaseFont"): generic.pdf_name("/Helvetica-Bold"),
            }
        )
    )
    for page in range(len(writer.root["/Pages"]["/Kids"])):
        name = f"/Pratinjau{page}"  # the pages share their resources
        drawing = f"Q q 0.7 0.15 0.12 rg BT {name} 34 Tf {_ACROSS} Tm ({_MARK}) Tj ET Q"
        stream = writer.add_object(generic.StreamObject(stream_data=drawing.encode("ascii")))
        begin = writer.add_object(generic.StreamObject(stream_data=b"q"))  # its own scale ends
        writer.add_stream_to_page(page, begin, prepend=True)
        fonts = generic.DictionaryObject({generic.pdf_name(name): font})
        resources = generic.DictionaryObject({generic.pdf_name("/Font"): fonts})
        writer.add_stream_to_page(page, stream, resources=resources)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def together(documents: Iterable[bytes]) -> bytes:
    """All pages in one file, for the printer."""
    writer = PdfFileWriter(stream_xrefs=False)
    for document in documents:
        reader = PdfFileReader(BytesIO(document))
        for reference in reader.root["/Pages"]["/Kids"]:
            page = reference.get_object()
            names = [name for name in page if name not in _NOT_TO_PRINT]
            kept = generic.DictionaryObject({name: page.raw_get(name) for name in names})
            kept.container_ref = page.container_ref
            writer.insert_page(writer.import_object(kept))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
