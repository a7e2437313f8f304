"""What pictures are made of. Lengths are units of a viewBox WIDTH wide, which is about a phone; a wider screen
enlarges the whole picture, letters too."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360


@dataclass(frozen=True)
class Table:
    """The same in figures, for whoever reads rather than looks; the first column names the row."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture: what it is called, what there is to see in it, how tall it is; `drawn` False: nothing to draw yet."""

    name: str
    title: str
    says: str
    template: str
    table: Table
    height: float = 0
    drawn: bool = True
    width: int = WIDTH
    note: str = ""


@dataclass(frozen=True)
class Box:
    """A rectangle with a class for its colour, and perhaps a text in its middle."""

    x: float
    y: float
    width: float
    height: float
    kind: str = ""
    text: str = ""

    @property
    def middle(self) -> float:
        """Where its text stands."""
        return round(self.x + self.width / 2, 2)

    @property
    def base(self) -> float:
        """The base line of its text."""
        return round(self.y + self.height / 2 + 4, 2)


@dataclass(frozen=True)
class Mark:
    """A word at a place, of an axis or a row."""

    x: float
    y: float
    text: str


def rounded(number: float) -> float:
    """This will keep what a screen can show of a length."""
    return round(number, 2)
