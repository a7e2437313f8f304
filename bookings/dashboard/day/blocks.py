"""What stands in a column of the diary, and how what overlaps is drawn: beside each other, or in a wait of another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookings import queries


@dataclass(frozen=True)
class Shown:
    """A booking on the page. Without `link` there is no page of it: nobody has booked yet, or the guest was erased.

    `look` are the classes that draw how it stands: every state has an edge of its own, whatever its colour.
    """

    visit: queries.Attendee
    name: str
    status: str
    icon: str
    link: str
    move: str
    look: str

    @property
    def has_marks(self) -> bool:
        """Whether it is one of several: of a visit, or of a series."""
        return self.visit.of_visit or self.visit.of_series

    @property
    def has_notes(self) -> bool:
        """Whether somebody wrote something down."""
        return bool(self.visit.notes or self.visit.staff_notes)


@dataclass(frozen=True)
class Block:
    """Something in a column; `start` and `length` are minutes from the top of the grid."""

    kind: str
    start: int
    length: int
    clock: str
    link: str = ""
    words: str = ""
    lane: int = 0
    lanes: int = 1
    first: str = ""  # of a free time, in minutes of the date, as the script reads them
    until: str = ""
    within: bool = False  # in a wait of another block, on which it is drawn
    waits: Sequence["Block"] = ()
    entry: queries.Entry | None = None
    visits: Sequence[Shown] = ()
    page: str = ""  # of a class: where everybody in it is, or where it is opened; of a time off: where it is changed
    clashes: bool = False  # somebody is expected while the person has time off

    @property
    def style(self) -> str:
        """The custom properties by which the style sheet places it."""
        return f"--start:{self.start};--length:{self.length};--lane:{self.lane};--lanes:{self.lanes}"

    @property
    def begins(self) -> str:
        """The clock at its start."""
        return self.clock.partition("–")[0]

    @property
    def ends(self) -> str:
        """The clock at its end."""
        return self.clock.partition("–")[2]

    @property
    def size(self) -> str:
        """How much can be written on it."""
        size = "tiny" if self.length < 28 else "small" if self.length < 44 else "tall"
        return " ".join([size, *(["within"] if self.within else []), *(["clash"] if self.clashes else [])])

    def lies_in(self, other: "Block") -> bool:
        """Whether all of it lies in one wait of another."""
        end = self.start + self.length
        return any(wait.start <= self.start and end <= wait.start + wait.length for wait in other.waits)


def laid_out(blocks: Sequence[Block]) -> list[Block]:
    """This will give blocks that overlap lanes of their own; what lies in a wait of another one is drawn upon that."""
    hosts = {id(block): next((each for each in blocks if block.lies_in(each)), None) for block in blocks}
    outer = [block for block in blocks if hosts[id(block)] is None]
    done = _beside(outer)
    placed = {(block.start, block.length, id(block.entry)): block for block in done}
    for block in blocks:
        if (host := hosts[id(block)]) is not None:
            there = placed.get((host.start, host.length, id(host.entry)), host)
            done.append(replace(block, lane=there.lane, lanes=there.lanes, within=True))
    return done


def _beside(blocks: Sequence[Block]) -> list[Block]:
    """This will give blocks that overlap lanes of their own."""
    done: list[Block] = []
    cluster: list[Block] = []
    ends: list[int] = []
    for block in sorted(blocks, key=lambda each: (each.start, -each.length)):
        if cluster and block.start >= max(ends):
            done += [replace(each, lanes=len(ends)) for each in cluster]
            cluster, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= block.start), len(ends))
        ends[lane : lane + 1] = [block.start + block.length]
        cluster.append(replace(block, lane=lane))
    return done + [replace(each, lanes=len(ends)) for each in cluster]
