"""What can be wrong with a business document."""

from collections.abc import Sequence


class DocumentError(Exception):
    """The document was not loaded and nothing was written.

    `errors` has a line for each fault: its path in the document, a colon, the rule and what would work, such as
    `staff[1].services[0]: no service named 'Fad'; did you mean 'Fade'?`
    """

    def __init__(self, errors: Sequence[str]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(self.errors))
