"""QR codes: an address that a phone's camera reads, as a drawing for paper and screen."""

from functools import lru_cache
from io import BytesIO

import segno

LONGEST = 1000  # bytes: more makes squares too small for a phone's camera


@lru_cache(maxsize=500)
def svg(text: str) -> str:
    """Return `text` as a QR code in SVG, with no size of its own: the style sheet gives it one.

    The drawing holds no text, style or script, so it can stand in a page or alone. Raises
    ValueError where `text` is empty or has more than LONGEST bytes.
    """
    if not text or len(text.encode()) > LONGEST:
        raise ValueError("A QR code holds one address, of a length that a phone can read.")
    # Little correction makes fewer and larger squares: paper on a wall is clean.
    code = segno.make_qr(text, error="l")
    out = BytesIO()
    code.save(out, kind="svg", xmldecl=False, omitsize=True, svgclass=None, lineclass=None, nl=False)
    return out.getvalue().decode()
