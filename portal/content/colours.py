"""Contrast of two colours, after WCAG 2.2 (definitions of relative luminance and contrast ratio)."""


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue))
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21, of two colours written `#rrggbb`.

    Raises ValueError where one is not written so.
    """
    for colour in (one, other):
        if len(colour) != 7 or colour[0] != "#":
            raise ValueError(f"not a colour: {colour!r}")
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
