"""The business document: one business, whole, as YAML or JSON that people can write.

    loaded = document.load(text, now=timezone.now())     # creates or updates the business, or raises DocumentError
    text = document.export(loaded.business)               # the inverse; loading it again changes nothing

or step by step: `read` the text, `check` what was read (no lock, nothing written), `write` it.

`text` reads the text, `node` and `values` know where a value stands and what is wrong with it, `read*` know the form.
`plan` compares it with what is `standing` in the database, `differences` become `statements`, and `write` sends these
under the locks of `businesses.diary`. `export` is the way back.
"""

import datetime as dt

from businesses.document.errors import DocumentError
from businesses.document.export import export, nameable_customers
from businesses.document.loaded import Loaded
from businesses.document.read import read
from businesses.document.shape import Document
from businesses.document.write import check, write

__all__ = ["Document", "DocumentError", "Loaded", "check", "export", "load", "nameable_customers", "read", "write"]


def load(text: str, *, now: dt.datetime) -> Loaded:
    """This will create or update the business that a document describes, all or nothing.

    The business is known by its slug; services, staff, locations and resources by name; customers by e-mail, else by
    phone. The document is the whole truth: a key left out means its default, what is no longer named is deactivated
    (hours, special days, skills, time off and timetable entries are removed), and only what differs is written.
    Customers and owners who are not named stay as they are. Raises DocumentError with every fault and its path.
    """
    return write(read(text), now=now)
