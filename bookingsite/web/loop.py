"""Waiting for whatever can be read or written."""

import selectors
from typing import Any

from waitress import wasyncore

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Watched(dict[int, Any]):
    """waitress' map of what is open, by descriptor. Looks only at what something happened to.

    waitress' own loop asks every connection what it waits for, before each wait: a thousand that are silent would cost
    the others most of their time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._selector = selectors.DefaultSelector()
        self._events: dict[int, int] = {}  # that the selector watches for
        self._unsure: set[int] = set()  # what may wait for something else than it did

    def __setitem__(self, descriptor: int, opened: Any) -> None:
        super().__setitem__(descriptor, opened)
        self._unsure.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        super().__delitem__(descriptor)
        self._watch(descriptor, 0)
        self._unsure.discard(descriptor)

    def turn(self, seconds: float) -> None:
        """This will wait for something to happen, that long at most, and see to it."""
        for descriptor in list(self._unsure):
            opened = self[descriptor]
            # Who does not read has a thread at work or something to send: that may change without anything happening.
            if reads := opened.readable():
                self._unsure.discard(descriptor)
            # It is cheaper to be told once too often than to say each time that nobody wants to read now.
            reads = reads or self._events.get(descriptor, 0) & READ
            self._watch(descriptor, READ * bool(reads) | WRITE * bool(opened.writable() and not opened.accepting))
        for key, events in self._selector.select(seconds):
            self._see_to(key.fd, events)

    def _see_to(self, descriptor: int, events: int) -> None:
        self._unsure.add(descriptor)
        if events & READ and (opened := self.get(descriptor)) is not None:
            if opened.readable():
                wasyncore.read(opened)
            else:
                self._watch(descriptor, self._events[descriptor] & ~READ)
        if events & WRITE and (opened := self.get(descriptor)) is not None:
            wasyncore.write(opened)

    def _watch(self, descriptor: int, events: int) -> None:
        watched = self._events.get(descriptor, 0)
        if watched == events:
            return
        if not events:
            del self._events[descriptor]
            self._selector.unregister(descriptor)
            return
        self._events[descriptor] = events
        if watched:
            self._selector.modify(descriptor, events)
        else:
            self._selector.register(descriptor, events)
