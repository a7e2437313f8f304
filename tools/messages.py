"""The catalogues of the guests' languages: `python tools/messages.py` updates them, `--check` says what is missing.

The English one holds what the framework says to owners, as the house says it: it is written by hand, and compiled here.

No gettext is needed: Babel reads the sources, and writes the .po files for translators and the .mo files that are
served. What the source no longer says is dropped, what is new stands there untranslated; nothing is guessed.
"""

import datetime as dt
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # a date that changes would hide what changed
ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "de", "es", "fr")
BY_HAND = ("en",)
# The pages and mails of guests; what owners and developers read is English.
SOURCES = (
    "bookings/wizard/**/*.py",
    "bookings/notifications/**/*.py",
    "bookings/templatetags/*.py",
    "bookingsite/*.py",
    "templates/wizard/**/*.html",
    "templates/notifications/**/*",
    "templates/*.html",
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A template is turned into calls with much else around them; the calls alone can be read as Python.
CALL = re.compile(r"""\b(?:n?p?gettext|_)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!{){(\w+)}(?!})")


def main() -> int:
    """The exit code: 1 when `--check` found something that `make messages` or a translator has to do."""
    if "--check" in sys.argv[1:]:
        found = list(faults())
        print("\n".join(found) or "The catalogues are complete.")
        return 1 if found else 0
    source = from_source()
    for language in LANGUAGES:
        catalog = updated(language, source)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        missing = [message.id for message in catalog if message.id and not is_translated(message.string)]
        print(f"{language}: {len(catalog)} messages, {len(missing)} to translate")
    for language in BY_HAND:
        po_path(language).with_suffix(".mo").write_bytes(as_mo(read(language)))
    return 0


def faults() -> Iterator[str]:
    """This will name everything that is missing, left over, or differs from what the sources say."""
    source = from_source()
    wanted = {(message.context, message.id) for message in source if message.id}
    for language in LANGUAGES:
        if not po_path(language).exists():
            yield f"{language}: there is no catalogue; run `make messages`"
            continue
        catalog = read(language)
        known = {(message.context, message.id) for message in catalog if message.id}
        yield from (f"{language}: not in the catalogue: {text!r}" for _, text in sorted(wanted - known, key=str))
        yield from (f"{language}: no longer said: {text!r}" for _, text in sorted(known - wanted, key=str))
        for message in catalog:
            if message.id and (message.fuzzy or not is_translated(message.string)):
                yield f"{language}: not translated: {message.id!r}"
            elif message.id and (strange := strange_placeholders(message.id, message.string)):
                yield f"{language}: {message.id!r} has other placeholders: {strange}"
        yield from not_compiled(language, catalog)
    for language in BY_HAND:
        yield from not_compiled(language, read(language))


def not_compiled(language: str, catalog: Catalog) -> Iterator[str]:
    """This will say so when what is served is not what stands in the catalogue."""
    compiled = po_path(language).with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != as_mo(catalog):
        yield f"{language}: the .mo is not what the .po says; run `make messages`"


def from_source() -> Catalog:
    """This will collect every message that the pages and mails of guests have."""
    found = Catalog()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_dir():
                continue
            text = path.read_text("utf-8")
            code = text if path.suffix == ".py" else "\n".join(CALL.findall(templatize(text, origin=str(path))))
            for _, message, _, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
                found.add(message, flags=(), context=context)
    return found


def updated(language: str, source: Catalog) -> Catalog:
    """This will give a language's catalogue with just the messages of the source, and the translations it has."""
    before = read(language) if po_path(language).exists() else Catalog(locale=language)
    after = Catalog(locale=language)
    for message in source:
        if message.id:
            known = before.get(message.id, context=message.context)
            kept = known.string if known and known.id == message.id and not known.fuzzy else None
            after.add(message.id, kept, context=message.context)
    return after


def read(language: str) -> Catalog:
    """This will read a language's catalogue."""
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language)


def po_path(language: str) -> Path:
    """This will give where a language's catalogue is."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def as_po(catalog: Catalog) -> bytes:
    """This will write a catalogue for translators: sorted, without dates, so that a change shows what changed."""
    _without_dates(catalog)
    file = io.BytesIO()
    write_po(file, catalog, width=120, sort_output=True, omit_header=False)
    return file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """This will compile a catalogue."""
    _without_dates(catalog)
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def is_translated(string: object) -> bool:
    """Whether there is a translation, for every number that the language tells apart."""
    return bool(string) and all(string) if isinstance(string, (tuple, list)) else bool(string)


def strange_placeholders(text: object, string: object) -> str:
    """This will name the placeholders that text and translation do not share; a plural's forms count as one."""
    wanted, found = ({name for part in _parts(texts) for name in _names(part)} for texts in (text, string))
    return ", ".join(sorted(wanted ^ found))


def _parts(text: object) -> list[str]:
    return [str(part) for part in text] if isinstance(text, (tuple, list)) else [str(text)]


def _names(text: str) -> set[str]:
    return {found[0] or found[1] for found in PLACEHOLDER.findall(text)}


def _without_dates(catalog: Catalog) -> None:
    catalog.creation_date = catalog.revision_date = NEVER
    catalog.project, catalog.version, catalog.fuzzy = "bookingsite", "1", False
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    catalog.header_comment = "# The pages and mails of guests. `make messages` brings this file up to date."


if __name__ == "__main__":
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    sys.exit(main())
