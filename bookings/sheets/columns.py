"""Which column is what: the names by which programs and people call them, and which program wrote a file."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Field(NamedTuple):
    """Something that a column can hold, and the names that it has elsewhere, the surest first."""

    name: str
    usual: tuple[str, ...]


def _field(name: str, usual: str) -> Field:
    return Field(name, tuple(each.strip() for each in usual.split("|")))


# English first, as the exports of Fresha, Square, Easy!Appointments and Calendly have it; then what people write in
# Spanish, German and French. A column is given to the first field that knows its name.
REFERENCE = _field(
    "reference",
    "reference | ref no | ref | reference id | booking id | booking reference | appointment id | appointment ref | "
    "appointment reference | appt ref | booking number | appointment number | event uuid | uuid | hash | code | id | "
    "referenz | buchungsnummer | terminnummer | referencia | référence | numéro",
)
PERSON = (
    _field("first_name", "first name | client first name | customer first name | invitee first name | given name | "
                         "forename | vorname | nombre | prénom"),
    _field("last_name", "last name | client last name | customer last name | invitee last name | surname | "
                        "family name | nachname | apellidos | apellido | nom de famille"),
    _field("name", "client name | customer name | invitee name | guest name | full name | client | customer | guest | "
                   "invitee | name | kunde | kundin | kundenname | cliente | nombre completo | nom complet | nom"),
    _field("email", "email | e mail | email address | client email | customer email | invitee email | guest email | "
                    "mail | e mail adresse | correo | correo electrónico | adresse e mail | courriel"),
    _field("phone", "mobile number | mobile | phone | phone number | client phone | client mobile | customer phone | "
                    "customer phone number | guest phone | cell | cell phone | telephone | text reminder number | "
                    "telefon | telefonnummer | handy | mobil | teléfono | móvil | téléphone | portable"),
)  # fmt: skip
BOOKINGS = (
    REFERENCE,
    _field("service", "service | services | service name | treatment | event type name | event type | "
                      "appointment type | item | class | dienstleistung | leistung | behandlung | servicio | "
                      "prestation"),
    _field("staff", "team member | staff | staff member | staff name | employee | provider | provider name | "
                    "stylist | practitioner | with | user name | mitarbeiter | mitarbeiterin | profesional | "
                    "empleado | collaborateur | praticien"),
    _field("start", "start | starts at | start date time | start datetime | start date and time | scheduled at | "
                    "appointment date time | date time | date and time | datetime | beginn | termin | inicio | "
                    "fecha y hora | début | date et heure"),
    _field("date", "date | scheduled date | appointment date | booking date | start date | day | datum | fecha"),
    _field("time", "time | start time | scheduled time | appointment time | from | uhrzeit | zeit | hora | heure"),
    _field("party", "party size | people | guests | number of guests | number of people | attendees | places | seats | "
                    "quantity | personen | personas | personnes"),
    *PERSON,
    _field("notes", "notes | note | client notes | customer notes | comments | comment | message | wishes | "
                    "bemerkung | notizen | notas | remarques"),
    _field("staff_notes", "internal notes | staff notes | appointment notes | private notes | seller notes | "
                          "interne notizen | notas internas | notes internes"),
    _field("status", "status | state | appointment status | booking status | canceled | cancelled | zustand | estado | "
                     "statut"),
)  # fmt: skip
CUSTOMERS = (
    _field("reference", "client id | customer id | square customer id | reference id | reference | id | kundennummer | "
                        "referencia | référence"),
    *PERSON,
    _field("home_phone", "telephone 2 | home phone | additional number | second phone | landline | festnetz | "
                         "teléfono fijo | téléphone fixe"),
    _field("address", "address | street address | street address 1 | address line 1 | adresse | anschrift | straße | "
                      "dirección"),
)  # fmt: skip
# A program is known by names that it alone has.
PROGRAMS: Mapping[str, Sequence[str]] = {
    "Calendly": ("event type name", "invitee email", "invitee name"),
    "Square": ("square customer id", "seller notes", "nickname"),
    "Fresha": ("ref no", "scheduled date", "team member"),
    "Easy!Appointments": ("provider", "hash", "book datetime"),
}


def recognised(fields: Sequence[Field], header: Sequence[str]) -> dict[str, int]:
    """This will give the number of the column, from 0 on, of each field whose name is known; no column twice."""
    names, found = [_plain(name) for name in header], dict[str, int]()
    for field in fields:
        for usual in field.usual:
            at = next((n for n, name in enumerate(names) if name == _plain(usual) and n not in found.values()), None)
            if at is not None:
                found[field.name] = at
                break
    return found


def program_of(header: Sequence[str]) -> str:
    """This will name the program that seems to have written a file; "" of none that is known."""
    names = {_plain(name) for name in header}
    told = {program: sum(_plain(mark) in names for mark in marks) for program, marks in PROGRAMS.items()}
    best = max(told, key=lambda program: told[program])
    return best if told[best] else ""


def _plain(name: str) -> str:
    """A column's name in small letters and digits alone, without accents."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if sign.isalnum() and not unicodedata.combining(sign))
