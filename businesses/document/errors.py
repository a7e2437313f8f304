"""What can be wrong with a business document."""

from collections.abc import Sequence

MOST_FAULTS = 100  # that are said in words; what a person cannot read need not be written
MOST_HINTS = 20  # words that were meant are looked for so many times in a document: each search takes milliseconds


class Faults:
    """The faults of a document in the order in which they are found: the first hundred, and how many more."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._more = 0
        self._hints = MOST_HINTS

    def __bool__(self) -> bool:
        return bool(self._words)

    def add(self, fault: str) -> None:
        """This will note a fault."""
        if len(self._words) < MOST_FAULTS:
            self._words.append(fault)
        else:
            self._more += 1

    def takes_a_hint(self) -> bool:
        """This will say whether it is still worth while to look for the word that was meant, and count it."""
        self._hints -= 1
        return self._hints >= 0

    def refusal(self) -> "DocumentError":
        """This will give what refuses the document: a line for each fault, and one for all that are not said."""
        lines = [*self._words, f"… and {self._more:,} more"] if self._more else self._words
        return DocumentError(lines, count=len(self._words) + self._more)


class DocumentError(Exception):
    """The document was not loaded and nothing was written.

    `errors` has a line for each of the first hundred faults: its path in the document, a colon, the rule and what would
    work, such as `staff[1].services[0]: no service named 'Fad'; did you mean 'Fade'?`; of more, the last line says how
    many. `count` is the number of all faults.
    """

    def __init__(self, errors: Sequence[str], *, count: int | None = None) -> None:
        self.errors = tuple(errors)
        self.count = len(self.errors) if count is None else count
        super().__init__("\n".join(self.errors))
