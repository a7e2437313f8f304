"""The forms of an import: which file, and what its columns are."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms

from bookings import sheets
from bookings.models import Import
from bookings.queries import Setup
from businesses import normal

MEGABYTES = sheets.MOST_BYTES // (1024 * 1024)
UNREADABLE = {
    "empty": "The file is empty.",
    "header": "The file has no lines below the names of its columns. The first line must be these names.",
    "binary": "This is no text file. In your spreadsheet, save it as CSV, and choose that file.",
    "bytes": f"The file is larger than {MEGABYTES} MB. Send it in parts.",
    "lines": "The file has more than {number:,} lines. Send it in parts.",
    "columns": "The file has more than {number} columns.",
    "broken": "Line {number} cannot be read. Perhaps a quotation mark is not closed there.",
}
LABELS = {
    "reference": "Its number there",
    "service": "Service",
    "staff": "Person who does it",
    "start": "Date and time, in one column",
    "date": "Date",
    "time": "Time",
    "party": "How many people come",
    "first_name": "First name",
    "last_name": "Last name",
    "name": "Whole name",
    "email": "E-mail",
    "phone": "Phone",
    "home_phone": "Second phone",
    "address": "Address",
    "notes": "The guest's wishes",
    "staff_notes": "Notes for the house",
    "status": "Status",
}
HELP = {
    "reference": "With it, the same line never comes in twice, even when its time has changed there.",
    "status": "What is cancelled there stays out.",
    "staff": "Without it, whoever is free gets the booking.",
}
NONE = ""


class FileForm(forms.Form):
    """A file, and what its lines are."""

    kind = forms.ChoiceField(
        label="What the file has",
        choices=[(Import.Kind.BOOKINGS, "Coming bookings"), (Import.Kind.CUSTOMERS, "Customers")],
        widget=forms.RadioSelect,
        initial=Import.Kind.BOOKINGS,
    )
    file = forms.FileField(
        label="The file",
        allow_empty_file=True,
        error_messages={"required": "Choose a file.", "invalid": "Choose a file."},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        help_text=f"CSV, as other systems and spreadsheets save it: at most {sheets.MOST_LINES:,} lines and "
        f"{MEGABYTES} MB.",
    )

    def clean(self) -> dict[str, Any]:
        """This will read the file."""
        found = super().clean() or self.cleaned_data
        if file := found.get("file"):
            try:
                found["sheet"] = sheets.read(file.read(sheets.MOST_BYTES + 1))
            except sheets.Unreadable as fault:
                self.add_error("file", UNREADABLE[fault.code].format(number=fault.number))
        return found


class ColumnsForm(forms.Form):
    """What each column is, what names mean, and how the lines come in."""

    program = forms.CharField(
        label="Which system it comes from",
        max_length=40,
        required=False,
        help_text="Numbers are told apart by it, when files of several systems come in.",
    )
    month_first = forms.TypedChoiceField(
        label="Dates such as 3/4/2026",
        choices=[("no", "Day first: the 3rd of April"), ("yes", "Month first: March 4")],
        coerce=lambda text: text == "yes",
        help_text="Dates that begin with the year are always read as 2026-04-03.",
    )
    over_hours = forms.BooleanField(label="Bring in bookings outside opening and working hours, too", required=False)
    told = forms.ChoiceField(
        label="What guests are told",
        choices=[
            (Import.Told.NOTHING, "Nothing now, and no reminder"),
            (Import.Told.REMINDERS, "Nothing now, but the usual reminders before the visit"),
            (Import.Told.ALL, "A confirmation now, and the usual reminders"),
        ],
        help_text="When you change or cancel such a booking later, its guest is told as usual.",
    )

    def __init__(self, data: Any, *, file: Import, setup: Setup, names: Mapping[str, Mapping[str, Any]]) -> None:
        initial = {
            "program": file.program,
            "month_first": "yes" if file.month_first else "no",
            "over_hours": file.over_hours,
            "told": file.told,
        }
        super().__init__(data, initial=initial)
        self.file, self.is_bookings = file, file.kind == Import.Kind.BOOKINGS
        self.known = sheets.BOOKINGS if self.is_bookings else sheets.CUSTOMERS
        if not self.is_bookings:
            for name in ("month_first", "over_hours", "told"):
                del self.fields[name]
        options = [(NONE, "No column")] + [(str(n), self._shown(n, name)) for n, name in enumerate(file.header)]
        for field in self.known:
            at = file.columns.get(field.name)
            self.fields[f"column-{field.name}"] = forms.ChoiceField(
                label=LABELS[field.name],
                choices=options,
                required=False,
                initial=NONE if at is None else str(at),
                help_text=HELP.get(field.name, ""),
            )
        self.meanings: dict[str, tuple[str, str]] = {}  # by form field: whose name, and the name
        if self.is_bookings:
            self._ask("service", [each for each in setup.services.values() if each.active], names)
            self._ask("staff", [each for each in setup.people.values() if each.active], names)

    def _shown(self, at: int, name: str) -> str:
        """A column's name with the first thing that stands in it."""
        first = next((cells[at] for _, cells, _ in self.file.lines if cells[at]), "")
        return f"{name or f'Column {at + 1}'}: {first[:40]}" if first else name or f"Column {at + 1}"

    def _ask(self, field: str, rows: list[Any], names: Mapping[str, Mapping[str, Any]]) -> None:
        """A choice for each name that means nothing here."""
        options = [(NONE, "Leave out")] + [(str(row.pk), row.name) for row in rows]
        chosen = self.file.names.get(field, {})
        unknown = {normal.folded(name): name for name in names.get(field, {})}
        for plain in dict.fromkeys([*chosen, *unknown]):
            # By the name itself and not by its place: a page that was open for long means the same ones.
            name = f"{field}-{hashlib.sha256(plain.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
            self.meanings[name] = field, plain
            self.fields[name] = forms.ChoiceField(
                label=unknown.get(plain, plain), choices=options, required=False, initial=str(chosen.get(plain, NONE))
            )

    def column_fields(self) -> list[Any]:
        """The choices of the columns, as a page shows them."""
        return [self[f"column-{field.name}"] for field in self.known]

    def meaning_fields(self) -> list[Any]:
        """The choices of what names mean."""
        return [self[name] for name in self.meanings]

    def how_fields(self) -> list[Any]:
        """How the lines come in."""
        return [self[name] for name in ("program", "month_first", "told", "over_hours") if name in self.fields]

    def columns(self) -> dict[str, int]:
        """This will give the number of each field's column."""
        sent = {field.name: self.cleaned_data.get(f"column-{field.name}", NONE) for field in self.known}
        return {name: int(at) for name, at in sent.items() if at != NONE}

    def clean(self) -> dict[str, Any]:
        """This will see that what every line must have is somewhere."""
        found = super().clean() or self.cleaned_data
        columns = self.columns()
        if self.is_bookings and "service" not in columns:
            self.add_error("column-service", "Choose the column with the service.")
        if self.is_bookings and "start" not in columns and not {"date", "time"} <= columns.keys():
            self.add_error("column-start", "Choose the column with date and time, or one for each of the two below.")
        if not columns.keys() & {"name", "first_name", "last_name", "email", "phone"}:
            self.add_error("column-name", "Choose at least one column that says who it is.")
        return found

    def chosen(self) -> dict[str, Any]:
        """This will give what was chosen, as the operation takes it."""
        data = self.cleaned_data
        names: dict[str, dict[str, int]] = {"service": {}, "staff": {}}
        for name, (field, plain) in self.meanings.items():
            if data.get(name):
                names[field][plain] = int(data[name])
        return {
            "columns": self.columns(),
            "names": names,
            "month_first": data.get("month_first", self.file.month_first),
            "over_hours": data.get("over_hours", False),
            "told": data.get("told", Import.Told.NOTHING),
            "program": data["program"].strip(),
        }
