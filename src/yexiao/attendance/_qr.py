"""QR codes as SVG: black on white whatever the page's colours, without scripts or styles."""

from __future__ import annotations

import segno
from django.conf import settings
from django.utils.safestring import SafeString


def draw(path: str) -> SafeString:
    """Return the QR code of a page of this site, as inline SVG with an absolute address."""
    code = segno.make(settings.BASE_URL + path, error="m", micro=False)
    return SafeString(code.svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr"))
