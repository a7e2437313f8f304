"""A value of the document that knows where it stands; what is wrong with it is noted, not raised."""

import difflib
import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from businesses import normal
from businesses.document.errors import Faults
from businesses.document.text import child_path

LONGEST_TEXT = 50_000  # characters: more than anybody reads on a page
LONGEST_SHOWN = 60
MOST_SHOWN = 10
MOST_COMPARED = 1000  # words among which the one that was meant is looked for
_WORDS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}


@dataclass(frozen=True)
class Node:
    """A value, its path, and the faults that all nodes of a document share.

    Reading goes on after a fault with a stand-in, so that all faults are found at once; nothing is written then.
    """

    value: object
    path: str
    errors: Faults

    @property
    def given(self) -> bool:
        """Whether there is anything; null is the same as left out."""
        return self.value is not None

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read: null, or a text of blanks."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    def fail(self, rule: str) -> None:
        """This will note a fault: the rule that is broken and what would work."""
        self.errors.add(f"{self.path or 'document'}: {rule}")

    def hint(self, word: object, known: Iterable[str]) -> str:
        """This will give `; did you mean 'Fade'?` when one of the known words is near, else ""."""
        written = str(word).casefold() if isinstance(word, str | int) else ""
        if not 0 < len(written) <= LONGEST_SHOWN or not self.errors.takes_a_hint():
            return ""
        by_fold = {one.casefold(): one for one in itertools.islice(known, MOST_COMPARED)}
        near = difflib.get_close_matches(written, by_fold, n=1)
        return f"; did you mean {by_fold[near[0]]!r}?" if near else ""

    def required(self) -> "Node":
        """This will note a fault when there is nothing."""
        if self.blank:
            self.fail("is required")
        return self

    def mapping(self, *keys: str) -> "dict[str, Node]":
        """This will give a node for each of these keys, and note every other key as a fault."""
        if self.value is not None and not isinstance(self.value, dict):
            self.fail(f"must be a mapping, not {shown(self.value)}; its keys are {', '.join(keys)}")
            return {key: Node(None, child_path(self.path, key), Faults()) for key in keys}  # one fault is enough
        given: dict[str, object] = self.value or {}
        for key in given:
            if key not in keys:
                hint = self.hint(key, keys) or f"; the keys here are {', '.join(keys)}"
                replace(self, path=child_path(self.path, key)).fail(f"no such key{hint}")
        return {key: Node(given.get(key), child_path(self.path, key), self.errors) for key in keys}

    def items(self, most: int = 1000) -> "list[Node]":
        """This will give a node for each item of a list; none when left out, or when there are more than `most`."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.fail(f"must be a list, not {shown(self.value)}")
            return []
        if len(self.value) > most:
            self.fail(f"must have at most {most:,} items, not {len(self.value):,}")
            return []
        return [Node(item, f"{self.path}[{index}]", self.errors) for index, item in enumerate(self.value)]

    def line(self, longest: int) -> str:
        """This will give a text of one line, blanks around it dropped; "" when left out."""
        return self._at_most(longest, self._one_line())

    def name(self, longest: int) -> str:
        """This will give a name in its normal form, in which two ways to write one letter are one; "" when left out."""
        line = self._one_line()
        name = normal.name(line)
        if line and not name:
            self.fail("is required; there is nothing in it that can be seen")
        return self._at_most(longest, name)

    def _one_line(self) -> str:
        text = self._text()
        if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in text):
            self.fail("must be one line without control characters")
            return ""
        return text

    def _at_most(self, longest: int, text: str) -> str:
        if len(text) > longest:
            self.fail(f"must have at most {longest} characters, not {len(text)}")
            return ""
        return text

    def text(self) -> str:
        """This will give a text of any number of lines; "" when left out."""
        text = self._at_most(LONGEST_TEXT, self._text())
        if any(unicodedata.category(character) == "Cc" and character not in "\n\r\t" for character in text):
            self.fail("must not have control characters")
            return ""
        return text

    def _text(self) -> str:
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            self.fail(f"must be text, not {shown(self.value)}; put it between quotes")
            return ""
        if "\0" in self.value or any(unicodedata.category(character) == "Cs" for character in self.value):
            self.fail("has a character that no text can have (NUL or half of a surrogate pair)")
            return ""
        return self.value.strip()

    def integer(self, low: int, high: int, *, default: int) -> int:
        """This will give a whole number between two bounds, both included."""
        if self.value is None:
            return default
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not low <= self.value <= high:
            self.fail(f"must be a whole number from {low} to {high}, not {shown(self.value)}")
            return default
        return self.value

    def optional_integer(self, low: int, high: int) -> int | None:
        """This will give a whole number between two bounds, or None when left out."""
        return self.integer(low, high, default=low) if self.given else None

    def flag(self, *, default: bool) -> bool:
        """This will give a truth value; yes, no, on and off are words for it as well."""
        if self.value is None:
            return default
        if isinstance(self.value, bool):
            return self.value
        if isinstance(self.value, str) and self.value.lower() in _WORDS:
            return _WORDS[self.value.lower()]
        self.fail(f"must be true or false, not {shown(self.value)}")
        return default

    def choice(self, words: Iterable[str], *, default: str) -> str:
        """This will give one of these words."""
        if self.value is None:
            return default
        words = list(words)
        if self.value not in words:
            self.fail(f"must be one of {', '.join(words)}, not {shown(self.value)}{self.hint(self.value, words)}")
            return default
        return str(self.value)

    def unique(self, key: object, seen: set[object], *, where: str) -> None:
        """This will note a fault when the key was seen before, else remember it; an empty key is none."""
        if key in seen:
            self.fail(f"{shown(key)} stands twice; it must be unique {where}")
        elif key != "":
            seen.add(key)


def shown(value: object) -> str:
    """This will give a value for a message: quoted, short, and printable whatever is in it."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value[:LONGEST_SHOWN]) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def shown_list(words: Sequence[str]) -> str:
    """This will give words for a message: the first ten, and whether there are more."""
    return ", ".join(words[:MOST_SHOWN]) + (", …" if len(words) > MOST_SHOWN else "")
