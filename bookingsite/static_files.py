"""Static files have names made of their content, so that browsers keep them for a year and ask no more.

Before `collectstatic` has run a page names them as they are called in the sources, and they are served from there.
"""

from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Named(CompressedManifestStaticFilesStorage):
    """The collected files. One that is not among them keeps its own name, which is never worth an error."""

    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """This will give the name with the content's hash in it; of a file that is not there, its own name."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:  # as of a source map that a script names and its package left out
            return name


class Served(WhiteNoiseMiddleware):
    """Serves the collected files, and those of the sources that were not collected."""

    FOREVER = 365 * 24 * 60 * 60

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """This will add a file unless one of this name was collected, which is there in its compressed form, too."""
        if url not in self.files:
            super().add_file_to_dictionary(url, path, stat_cache)
