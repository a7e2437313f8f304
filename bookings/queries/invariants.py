"""What must always be true of the data, each as one query that finds the rows for which it is not."""

import itertools
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from bookings.models import LONGEST_MINUTES, Appointment, Booking, Event, NoOverlap, Place, Series, to_minute
from businesses import kept_pictures
from businesses.models import ApiKey, Dialect

Check = Callable[[], Iterator[str]]


def broken_invariants() -> Iterator[str]:
    """This will give a line for everything that is broken; nothing: all is well."""
    for check in CHECKS:
        yield from check()


def _fences_stand() -> Iterator[str]:
    wanted = [c for c in Appointment._meta.constraints if isinstance(c, NoOverlap)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            needed = {name for constraint in wanted for name in constraint.trigger_names()}
        else:
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
            needed = {constraint.name for constraint in wanted}
        found = {row[0] for row in cursor.fetchall()}
    for name in sorted(needed - found):
        yield f"schema: {name} is missing, so nothing but the locks keeps a time from being sold twice"


def _nobody_is_double_booked() -> Iterator[str]:
    for owner in ("staff", "resource"):
        same = {"business": OuterRef("business"), owner: OuterRef(owner)}
        near = Appointment.objects.live().filter(  # one range of the index, as nothing is longer than that
            **same, busy_from__gt=OuterRef("busy_from") - LONGEST_MINUTES, busy_from__lt=OuterRef("busy_until")
        )
        clash = near.filter(pk__gt=OuterRef("pk"), busy_until__gt=OuterRef("busy_from"))
        for row in (
            Appointment.objects.live().filter(**{f"{owner}__isnull": False}).filter(Exists(clash)).order_by("pk")
        ):
            if owner == "resource" or _works_twice(row):
                yield f"appointment {row.pk}: overlaps a later one of {owner} {getattr(row, f'{owner}_id')}"


def _works_twice(row: Appointment) -> bool:
    """Whether one of the later appointments of a person that overlap takes a minute in which they work, too."""
    others = Appointment.objects.live().filter(staff=row.staff_id, pk__gt=row.pk)
    return any(
        mine.overlaps(theirs)
        for other in others.overlapping(row.busy_from, row.busy_until)
        for mine in row.work
        for theirs in other.work
    )


def _places_add_up() -> Iterator[str]:
    taken = Coalesce(Sum("taken_places__party_size", filter=Q(taken_places__live=True)), 0)
    rows = Appointment.objects.annotate(counted=taken).exclude(places_taken=F("counted")).order_by("pk")
    for pk, own, counted in rows.values_list("pk", "places_taken", "counted"):
        yield f"appointment {pk}: {own} places taken by its own count, {counted} by its guests'"
    for row in Appointment.objects.filter(places_taken__gt=F("places")).order_by("pk"):
        yield f"appointment {row.pk}: {row.places_taken} places taken of {row.places}"


def _live_is_what_it_says() -> Iterator[str]:
    alive = Q(status__in=Booking.OCCUPYING)
    for place in Place.objects.filter(live=True).exclude(booking__status__in=Booking.OCCUPYING).order_by("pk"):
        yield f"place {place.pk}: live, but booking {place.booking_id} occupies nothing"
    standing = Place.objects.filter(booking=OuterRef("pk"), live=True)
    for booking in Booking.objects.filter(alive).exclude(Exists(standing)).order_by("pk"):
        yield f"booking {booking.pk}: {booking.status}, but it has no live place"
    for place in Place.objects.filter(live=True, appointment__live=False).order_by("pk"):
        yield f"place {place.pk}: live in appointment {place.appointment_id}, which is not"
    for pk in Appointment.objects.filter(planned=True, places=1).order_by("pk").values_list("pk", flat=True):
        yield f"appointment {pk}: planned for several guests, but it has one place"


def _times_agree() -> Iterator[str]:
    fields = ("pk", "starts_at", "ends_at", "busy_from", "busy_until", "waits")
    for pk, starts_at, ends_at, busy_from, busy_until, waits in (
        Appointment.objects.order_by("pk").values_list(*fields).iterator()
    ):
        begin, end = to_minute(starts_at), to_minute(ends_at)
        if not busy_from <= begin < end <= busy_until:
            yield f"appointment {pk}: its busy minutes do not cover {starts_at.isoformat()} to {ends_at.isoformat()}"
        edges = [begin, *(edge for wait in waits or () for edge in wait), end]
        if any(first >= second for first, second in itertools.pairwise(edges)):
            yield f"appointment {pk}: its waits are not between stretches of work"


def _holds_are_marked() -> Iterator[str]:
    held = Q(taken_places__live=True, taken_places__booking__status=Booking.Status.HELD)
    kept = Q(taken_places__live=True) & ~Q(taken_places__booking__status=Booking.Status.HELD)
    rows = (
        Appointment.objects.live()
        .annotate(
            held=Count("taken_places", filter=held),
            kept=Count("taken_places", filter=kept),
            last=Max("taken_places__booking__hold_expires_at", filter=held),
        )
        .order_by("pk")
    )
    fields = ("pk", "held", "kept", "last", "hold_until", "planned")
    for pk, holds, bookings, last, hold_until, planned in rows.values_list(*fields):
        if bookings and hold_until is not None:
            yield f"appointment {pk}: marked as held, but a booking keeps it"
        elif planned and hold_until is not None:
            yield f"appointment {pk}: marked as held, but the house planned it"
        elif holds and not bookings and not planned and hold_until is None:
            yield f"appointment {pk}: only holds keep it, but it does not say until when"
        elif hold_until is not None and last is not None and hold_until != int(last.timestamp()):
            yield f"appointment {pk}: marked as held until {hold_until}, but its last hold ends {last.isoformat()}"


def _events_are_complete() -> Iterator[str]:
    rows = Booking.objects.annotate(written=Count("events"), last=Max("events__sequence")).order_by("pk")
    for pk, happened, written, last in rows.values_list("pk", "sequence", "written", "last"):
        if happened != written:
            yield f"booking {pk}: {happened} events happened, {written} are written"
        elif last not in (happened, None):
            yield f"booking {pk}: its events are not numbered 1 to {happened}"
    silent = Event.objects.filter(booking=OuterRef("pk"))
    for booking in Booking.objects.exclude(Exists(silent)).order_by("pk"):
        yield f"booking {booking.pk}: no event says that it was made"


def _series_are_whole() -> Iterator[str]:
    rows = Series.objects.annotate(written=Count("bookings")).exclude(occurrences=F("written")).order_by("pk")
    for pk, wanted, written in rows.values_list("pk", "occurrences", "written"):
        yield f"series {pk}: {wanted} dates were booked, {written} have a booking"


def _tenants_are_apart() -> Iterator[str]:
    """Every foreign key between two rows of tenants joins rows of one business."""
    for app in ("businesses", "bookings"):
        for model in apps.get_app_config(app).get_models():
            names = {field.name for field in model._meta.fields}
            for field in model._meta.fields:
                target = field.related_model
                if "business" not in names or not field.is_relation or not hasattr(target, "business_id"):
                    continue
                rows = model._default_manager.filter(**{f"{field.name}__isnull": False})
                if target is ApiKey:  # Booxi's act for others by their consent, which may have ended since
                    rows = rows.exclude(**{f"{field.name}__dialect": Dialect.BOOXI})
                for row in rows.exclude(**{f"{field.name}__business": F("business")}).order_by("pk"):
                    yield f"{model._meta.model_name} {row.pk}: its {field.name} belongs to another business"


CHECKS: tuple[Check, ...] = (
    _fences_stand,
    _nobody_is_double_booked,
    _places_add_up,
    _live_is_what_it_says,
    _times_agree,
    _holds_are_marked,
    _events_are_complete,
    _series_are_whole,
    _tenants_are_apart,
    kept_pictures.missing,
)
