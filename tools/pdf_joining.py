# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io

try:  # whichever of the two Odoo has on this system
    from pypdf import PdfWriter as PdfJoiner
except ImportError:
    from PyPDF2 import PdfMerger as PdfJoiner


def join_pdfs(documents):
    """Join PDF documents into one and keep their bookmarks, unlike Odoo's own.

    :param documents: list of bytes, in order
    :return: bytes
    """
    if len(documents) == 1:
        return documents[0]
    joiner = PdfJoiner()
    for document in documents:
        joiner.append(io.BytesIO(document))
    with io.BytesIO() as joined:
        joiner.write(joined)
        return joined.getvalue()
