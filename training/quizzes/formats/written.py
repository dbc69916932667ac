"""What a writer gives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """A file, and in words what it could not say."""

    text: str
    left_out: tuple[str, ...] = ()
