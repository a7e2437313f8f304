"""The cases, floor and case by turns, with the same number of connections and by the same generator of load."""

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from load import client, names, pace, requests, wrk
from load.pace import Pace

CONNECTIONS = (1, 8)
ROUNDS = 3
MANY = 100_000  # more than anybody can ask within a measurement


class Result(NamedTuple):
    """A case with a number of connections: the median of the rounds, and of its shares of the floor's speed."""

    case: str
    connections: int
    pace: Pace
    of_floor: float


class Load:
    """The load on one server: `facts` is what `shop.prepare` told, `seconds` how long each measurement takes."""

    def __init__(self, address: str, facts: dict[str, Any], *, seconds: float) -> None:
        self.address, self.seconds = address, seconds
        self.port = urlsplit(address).port or 80
        self.shops = facts["shops"]
        self.floor = requests.floor(facts)
        self.ten = self.shops["ten"]

    def results(self) -> list[Result]:
        """This will measure everything."""
        self.check()
        found = []
        for connections in CONNECTIONS:
            seen: dict[str, list[tuple[Pace, float]]] = defaultdict(list)
            for _ in range(ROUNDS):
                for name, measured, floor in self._round(connections):
                    seen[name].append((measured, measured.of(floor)))
            for name, rounds in seen.items():
                share = statistics.median(share for _, share in rounds)
                found.append(Result(name, connections, pace.median([measured for measured, _ in rounds]), share))
        return sorted(found, key=lambda result: names.ALL.index(result.case))

    def check(self) -> None:
        """This will ask everything a few times, so that each process is warm. Raises RuntimeError for a wrong answer;
        wrk would take a redirect for a good one."""
        line = client.Line(self.port)
        for asked in (self.floor, *(ask(self.shops[shop]) for shop, ask in requests.READ.values())):
            for _ in range(6):
                if not (answer := line.ask(asked.wire())).is_good:
                    raise RuntimeError(f"{asked.path} answered {answer.status}: {answer.body[:500]!r}")
                line.close()  # so that another process takes the next one
        line.close()

    def client_of_wrk(self) -> float:
        """This will give the client's speed as a share of wrk's: a body posted to the floor, the most connections."""
        shares, most = [], CONNECTIONS[-1]
        post = requests.Asked("POST", self.floor.path, body=requests.book(self.ten, *self.ten["free"][0]).body).wire()
        for _ in range(ROUNDS):
            by_wrk, _ = wrk.load_many(self.address, [post], connections=most, seconds=self.seconds)
            shares.append(self._drive([[post]] * MANY, most).pace().of(by_wrk))
        return statistics.median(shares)

    def by_wrk(self, asked: requests.Asked, connections: int) -> Pace:
        """This will measure what can be asked again and again."""
        return wrk.load(self.address, asked, connections=connections, seconds=self.seconds)

    def cancel(self, shop: Any, run: client.Run, connections: int) -> client.Run:
        """This will end the bookings that a run made with the first request of each turn."""
        made = [turn[0] for turn in run.answers if turn[0].is_good]
        turns = [[requests.cancel(shop, answer).wire()] for answer in made]
        return client.drive(self.port, turns, connections=connections, seconds=math.inf)

    def _round(self, connections: int) -> Iterator[tuple[str, Pace, Pace]]:
        """Each case's name and pace, and the pace of the floor just before."""
        for name, (shop, ask) in requests.READ.items():
            floor = self.by_wrk(self.floor, connections)
            yield names.FLOOR, floor, floor
            yield name, self.by_wrk(ask(self.shops[shop]), connections), floor
        for name, (shop, times, book) in requests.BOOKED.items():
            asked = [book(self.shops[shop], *time) for time in times(self.shops[shop])]
            yield from self._booked(name, self.shops[shop], asked, connections)
        yield from self._read_after_booking(connections)

    def _booked(
        self, name: str, shop: Any, asked: Iterable[requests.Asked], connections: int
    ) -> Iterator[tuple[str, Pace, Pace]]:
        """Bookings, all of them cancelled again, so that the next round finds the same times free."""
        floor = self._asking_floor(connections)
        run = self._drive([[each.wire()] for each in asked], connections)
        yield name, run.pace(), floor
        cancelled = self.cancel(shop, run, connections).pace()
        if name == names.BOOK:
            yield names.CANCEL, cancelled, floor
        elif cancelled.wrong:
            raise RuntimeError(f"{cancelled.wrong} bookings could not be cancelled.")

    def _read_after_booking(self, connections: int) -> Iterator[tuple[str, Pace, Pace]]:
        """A booking, then one question, by turns on each connection: what is asked has always just changed."""
        floor = self._after_booking(lambda shop, day: self.floor, connections)
        for name, ask in requests.READ_AFTER.items():
            yield name, self._after_booking(ask, connections), floor

    def _after_booking(self, ask: Callable[[Any, str], requests.Asked], connections: int) -> Pace:
        times = requests.named(self.ten)
        turns = [[requests.book(self.ten, *time).wire(), ask(self.ten, time[1]).wire()] for time in times]
        run = self._drive(turns, connections)
        self.cancel(self.ten, run, connections)
        return run.pace(place=1, alone=False)

    def _asking_floor(self, connections: int) -> Pace:
        return self._drive([[self.floor.wire()]] * MANY, connections).pace()

    def _drive(self, turns: list[list[bytes]], connections: int) -> client.Run:
        return client.drive(self.port, turns, connections=connections, seconds=self.seconds)
