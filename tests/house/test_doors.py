"""The house's laws that an import contract cannot say, read off the source."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("bookings", "businesses", "bookingsite")
LONGEST_FILE = 300
# Rows that only operations write. The managers through which they are reached count as the models do.
KEPT = {"Booking", "Appointment", "Place", "Event"}
RELATED = {"bookings", "appointments", "places", "taken_places", "events"}
WRITES = {
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
    "save",
    "acreate",
    "aupdate",
    "adelete",
    "asave",
}
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


def sources(*rooms):
    """The Python files of these rooms, migrations left out."""
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]
    assert found, rooms
    return found


def name_of(path):
    """A file as its path from the root."""
    return path.relative_to(ROOT).as_posix()


def calls(tree):
    """Every call of a method: who is asked, and the method's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.value, node.func.attr, node.lineno


def speaks_of_kept_rows(asked, kept_names):
    """Whether what is asked comes from one of the kept models, by its manager, an instance or a relation."""
    for node in ast.walk(asked):
        if isinstance(node, ast.Name) and (node.id in KEPT or node.id in kept_names):
            return True
        if isinstance(node, ast.Attribute) and (node.attr in RELATED or node.attr in KEPT):
            return True
    return False


def kept_names(tree):
    """The variables that hold a kept row, as their names, their annotations or what they are made from say."""
    found = {name.lower() for name in KEPT}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and speaks_of_kept_rows(node.value, set()):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            named = {part.id for part in ast.walk(node.annotation) if isinstance(part, ast.Name)}
            if named & KEPT:
                found.add(node.arg if isinstance(node, ast.arg) else getattr(node.target, "id", ""))
    return found - {""}


def writes(tree):
    """The lines in which a kept row is written."""
    names = kept_names(tree)
    return [line for asked, method, line in calls(tree) if method in WRITES and speaks_of_kept_rows(asked, names)]


@pytest.mark.parametrize(
    "damage",
    [
        "Booking.objects.create(code='1')",
        "Place.objects.filter(pk=1).update(live=False)",
        "booking.save()",
        "booking.places.all().delete()",
        "models.Appointment.objects.bulk_create([])",
        "found = Event.objects.first()\nfound.delete()",
        "def view(request, chosen: Booking):\n    chosen.save(update_fields=['status'])",
    ],
)
def test_the_test_of_the_writers_sees_each_kind_of_writing(damage):
    assert writes(ast.parse(damage))


def test_the_operations_do_write():
    assert any(writes(ast.parse(path.read_text("utf-8"))) for path in sources("bookings/operations"))


def test_nobody_but_the_operations_writes_what_is_booked():
    """Two doors: whoever wants to change a booking calls an operation."""
    marks = ("bookings/outbox/numbering.py", "bookings/outbox/routing.py")  # which event comes when, what is routed
    allowed = ("bookings/operations/", "bookings/models/", *marks)
    broken = [
        f"{name_of(path)}:{line}"
        for path in sources(*ROOMS)
        if not name_of(path).startswith(allowed)
        for line in writes(ast.parse(path.read_text("utf-8")))
    ]
    assert broken == []


def test_the_doors_have_no_clock():
    """`now` is read once, at the edge, and passed in."""
    broken = []
    for path in sources("bookings/availability", "bookings/queries", "bookings/operations", "bookings/models"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                of = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
                if (of, node.attr) in CLOCKS:
                    broken.append(f"{name_of(path)}:{node.lineno}")
            if isinstance(node, ast.Name) and node.id in ("Now", "CurrentTimestamp"):
                broken.append(f"{name_of(path)}:{node.lineno}")
    assert broken == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    """A Service here is a haircut; and what has no better name than "helpers" has no place yet."""
    drawers = {"services", "utils", "util", "helpers", "common", "misc"}
    assert [name_of(path) for path in sources(*ROOMS) if drawers & {path.stem, *path.relative_to(ROOT).parts}] == []


def imported(tree):
    """The modules that are imported, by their full names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_the_dashboard_is_one_room_and_nobody_else_speaks_djangos_admin():
    """`bookingsite` mounts it, as an app and an address."""
    speakers = {
        name_of(path)
        for path in sources(*ROOMS)
        for name in imported(ast.parse(path.read_text("utf-8")))
        if name.startswith("django.contrib.admin")
    }
    elsewhere = {name for name in speakers if not name.startswith("bookings/dashboard/")}
    assert elsewhere == {"bookingsite/apps.py", "bookingsite/urls.py"}
    assert len(speakers) > 10


def test_no_file_grows_beyond_what_can_be_read_at_once():
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources(*ROOMS, "tools")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("door", ["bookings/queries", "bookings/operations"])
def test_what_a_door_offers_says_what_it_will_do(door):
    """A docstring completes "This will …"."""
    silent = [
        f"{name_of(path)}: {node.name}"
        for path in sources(door)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if not (ast.get_docstring(node) or "").startswith("This will ")
    ]
    assert silent == []


def test_every_verb_takes_its_now_and_says_who_did_it():
    """Keyword-only; `now` is required; who did it is `by`, or the `taker`, who stands in an order, too."""
    from bookings import operations

    nameless = {"extend", "expire"}  # nobody but the house or the hold's own guest does these
    nameless |= {"few_told", "few_no_more", "let_be"}  # nothing happens to a booking
    nameless |= {"keep_draft", "end_draft", "forget_drafts"}  # nor is there one yet
    nameless |= {"look_at_import", "choose_columns", "forget_import", "forget_imports"}  # a file is no booking
    nameless |= {"start_import", "carry_on_import", "carry_on_imports"}  # who sent the file stands in it
    nameless |= {
        "carry_on_rearranging",
        "carry_on_rearrangements",
        "stop_rearranging",
        "forget_rearrangements",
    }  # as well
    nouns = {"one", "foresee", "move_ahead", "series_changes", "series_states"}  # make wishes, look, and change nothing
    for name in operations.__all__:
        verb = getattr(operations, name)
        if not inspect.isfunction(verb) or name in nouns:
            continue
        parameters = verb.__kwdefaults__ or {}
        taken = verb.__code__.co_varnames[: verb.__code__.co_kwonlyargcount]
        assert verb.__code__.co_argcount == 0, name
        assert "now" in taken, name
        assert "now" not in parameters, name
        assert {"by", "taker", "order", "orders"} & set(taken) or name in nameless, name


def test_no_secret_is_compared_letter_by_letter():
    """`==` stops at the first letter that differs, and so tells how many were right: `hmac.compare_digest` does not."""
    hidden = re.compile("secret|digest|signature|(token|key)_hash")
    for path in sources(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                names = {getattr(each, "id", None) or getattr(each, "attr", "") for each in ast.walk(node)}
                assert not [name for name in names if hidden.search(name)], f"{name_of(path)}:{node.lineno}"
