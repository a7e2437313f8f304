"""Waiting for whatever can be read or written."""

import selectors
from typing import Any

from waitress import wasyncore


class Watched(dict[int, Any]):
    """waitress' map of what is open, by descriptor. Looks only at what something happened to.

    waitress' own loop asks every connection what it waits for, before each wait: a thousand that are silent would cost
    the others most of their time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._selector = selectors.DefaultSelector()
        self._unsure: set[int] = set()  # what may wait for something else than it did

    def __setitem__(self, descriptor: int, opened: Any) -> None:
        super().__setitem__(descriptor, opened)
        self._unsure.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        super().__delitem__(descriptor)
        self._unsure.discard(descriptor)
        self._watch(descriptor, 0)

    def turn(self, seconds: float) -> None:
        """This will wait for something to happen, that long at most, and see to it."""
        for descriptor in list(self._unsure):
            opened = self[descriptor]
            # Who does not read has a thread at work or something to send: that may change without anything happening.
            if reads := opened.readable():
                self._unsure.discard(descriptor)
            writes = opened.writable() and not opened.accepting
            self._watch(descriptor, selectors.EVENT_READ * bool(reads) | selectors.EVENT_WRITE * bool(writes))
        for key, events in self._selector.select(seconds):
            for event, handle in ((selectors.EVENT_READ, wasyncore.read), (selectors.EVENT_WRITE, wasyncore.write)):
                if events & event and (opened := self.get(key.fd)) is not None:
                    self._unsure.add(key.fd)
                    handle(opened)

    def _watch(self, descriptor: int, events: int) -> None:
        watched = self._selector.get_map().get(descriptor)
        if watched is None:
            if events:
                self._selector.register(descriptor, events)
        elif not events:
            self._selector.unregister(descriptor)
        elif watched.events != events:
            self._selector.modify(descriptor, events)
