"""The schema's own refusal: with every door bypassed a time is still sold once, on both engines."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from bookings.models import Appointment, NoOverlap
from tests import factories
from tests.factories import DAY, at

FENCES = {"appointment_staff_free", "appointment_resource_free"}


def appointment(shop, clock, staff="Olga Berg", *, resource=None, **columns):
    """An appointment of an hour, straight into the table."""
    row = Appointment(
        business=shop.business,
        service=shop.services["Massage"],
        staff=shop.staff[staff],
        resource=shop.resources[resource] if resource else None,
        location=shop.locations["Main"],
        **{"places": 2, "places_taken": 1, **columns},
    )
    row.set_time(at(shop, DAY, clock), minutes=60, buffers=(0, 0), listed_on=DAY)
    row.save(force_insert=True)
    return row


def refused(name):
    """Whatever is written inside is refused by the constraint with that name."""
    return pytest.raises(IntegrityError, match=name)


def rows():
    """Every appointment as it stands."""
    return list(Appointment.objects.order_by("pk").values())


def put(row, **columns):
    """Writes columns of an appointment, past every door."""
    with transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(**columns)


@pytest.fixture
def ten(elm):
    """Olga has an appointment in Room 1 from 10:00 to 11:00."""
    return appointment(elm, "10:00", resource="Room 1")


@pytest.mark.parametrize("clock", ["09:01", "09:30", "10:00", "10:30", "10:59"])
def test_a_second_appointment_of_the_person_is_refused(elm, ten, clock):
    with refused("appointment_staff_free"), transaction.atomic():
        appointment(elm, clock)
    assert len(rows()) == 1


def test_a_second_appointment_in_the_room_is_refused(elm, ten):
    with refused("appointment_resource_free"), transaction.atomic():
        appointment(elm, "10:30", "Pia Lund", resource="Room 1")


@pytest.mark.parametrize("clock", ["09:00", "11:00"])
def test_times_that_touch_pass(elm, ten, clock):
    appointment(elm, clock, resource="Room 1")
    assert len(rows()) == 2


def test_a_long_time_around_a_short_one_and_a_short_one_inside_are_refused(elm, ten):
    around = {"busy_from": ten.busy_from - 5000, "busy_until": ten.busy_from + 5000}
    other = appointment(elm, "16:00")
    with refused("appointment_staff_free"):
        put(other, **around)
    put(ten, busy_from=ten.busy_from - 5000, busy_until=ten.busy_until)
    with refused("appointment_staff_free"):
        put(other, busy_from=ten.busy_from - 4000, busy_until=ten.busy_from - 3999)


def test_who_is_nobodys_has_no_fence(elm, ten):
    appointment(elm, "10:00", "Pia Lund")
    appointment(elm, "10:00", "Cleo Fox")
    appointment(elm, "10:00", live=False, places_taken=0)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"busy_from": 0, "busy_until": 30}, "appointment_staff_free"),
        ({"live": True, "places_taken": 1}, "appointment_staff_free"),
        ({"staff": "Olga Berg"}, "appointment_staff_free"),
        ({"resource": "Room 1"}, "appointment_resource_free"),
    ],
)
def test_an_update_into_a_taken_time_is_refused(elm, ten, change, name):
    if "busy_from" in change:
        other = appointment(elm, "11:00")
        change = {"busy_from": ten.busy_from + 30, "busy_until": ten.busy_until + 30}
    elif "live" in change:
        other = appointment(elm, "10:30", live=False, places_taken=0)
    else:
        other = appointment(elm, "10:30", "Pia Lund")
    owners = {"staff": elm.staff, "resource": elm.resources}
    columns = {key: owners[key][value] if key in owners else value for key, value in change.items()}
    before = rows()
    with refused(name):
        put(other, **columns)
    assert rows() == before


def test_many_rows_at_once_are_refused_too(elm, ten):
    appointment(elm, "11:00")
    before = rows()
    with refused("appointment_staff_free"), transaction.atomic():
        Appointment.objects.update(busy_from=ten.busy_from)
    made = [Appointment(**{**rows()[0], "id": None, "uuid": uuid.uuid4(), "resource_id": None}) for _ in range(2)]
    for row in made:
        row.set_time(at(elm, DAY, "16:00"), minutes=30, buffers=(0, 0), listed_on=DAY)
    with refused("appointment_staff_free"), transaction.atomic():
        Appointment.objects.bulk_create(made)
    assert rows() == before


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"places_taken": 3}, "appointment_not_overfull"),
        ({"places": 0}, "appointment_not_overfull"),
        ({"live": False}, "appointment_dead_is_empty"),
        ({"places_taken": 0}, "appointment_empty_is_dead"),
        ({"busy_until": models.F("busy_from")}, "appointment_length"),
        ({"busy_until": models.F("busy_from") + 10081}, "appointment_length"),
        ({"ends_at": models.F("starts_at")}, "appointment_in_order"),
    ],
)
def test_what_cannot_be_is_refused_by_name(ten, columns, name):
    with refused(name):
        put(ten, **columns)


def test_a_place_is_of_somebody(elm):
    booking = factories.book(elm, "Fade")
    with refused("place_of_somebody"), transaction.atomic():
        booking.places.update(party_size=0)


def test_a_hold_has_an_end_and_a_code_is_given_once(elm):
    first, second = factories.book(elm, "Fade"), factories.book(elm, "Trim", clock="15:00")
    with refused("booking_hold_expires"), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(status="held", hold_expires_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.filter(pk=second.pk).update(code=first.code)


def test_a_form_does_not_guess_what_the_schema_will_say(elm, ten):
    twin = Appointment(**{**rows()[0], "id": None})
    for constraint in Appointment._meta.constraints:
        if isinstance(constraint, NoOverlap):
            constraint.validate(Appointment, twin)


# The schema changes


def standing():
    """The names of the fences that stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'bookings_appointment'"
            )
            names = {row[0] for row in cursor.fetchall()}
            return {name for name in FENCES if {f"{name}_insert", f"{name}_update"} <= names}
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
        return {row[0] for row in cursor.fetchall()}


def field(made, name):
    """A column that some later migration might bring."""
    made.set_attributes_from_name(name)
    made.model = Appointment
    return made


PLACES = Appointment._meta.get_field("places")
OTHER_PLACES = field(models.PositiveBigIntegerField(default=1, null=True), "places")
EXTRA = field(models.CharField(max_length=10, db_default="x"), "extra")
FEWER = models.CheckConstraint(condition=models.Q(places__lte=99), name="appointment_fewer")
CHANGES = {
    "a new column": (
        lambda editor: editor.add_field(Appointment, EXTRA),
        lambda editor: editor.remove_field(Appointment, EXTRA),
    ),
    "another type": (
        lambda editor: editor.alter_field(Appointment, PLACES, OTHER_PLACES),
        lambda editor: editor.alter_field(Appointment, OTHER_PLACES, PLACES),
    ),
    "a new constraint": (
        lambda editor: editor.add_constraint(Appointment, FEWER),
        lambda editor: editor.remove_constraint(Appointment, FEWER),
    ),
}


def migrate(change):
    """Changes the appointments' table as a migration would."""
    held = connection.vendor == "sqlite" and connection.disable_constraint_checking()
    try:
        with connection.schema_editor() as editor:
            change(editor)
    finally:
        if held:
            connection.enable_constraint_checking()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", CHANGES)
def test_the_fences_survive_a_change_of_the_table_and_the_way_back(elm, what):
    there, back = CHANGES[what]
    first = appointment(elm, "10:00", resource="Room 1")
    for change in (there, back):
        migrate(change)
        assert standing() == FENCES
        with refused("appointment_staff_free"), transaction.atomic():
            appointment(elm, "10:30")
        with refused("appointment_resource_free"), transaction.atomic():
            appointment(elm, "10:30", "Pia Lund", resource="Room 1")
        other = appointment(elm, "11:00")
        with refused("appointment_staff_free"):
            put(other, busy_from=first.busy_from, busy_until=first.busy_until)
        other.delete()


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_an_appointment_is_read_back_in_whole_minutes(ten):
    assert ten.busy_until - ten.busy_from == 60
    assert ten.ends_at - ten.starts_at == dt.timedelta(hours=1)
