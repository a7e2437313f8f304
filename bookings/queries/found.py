"""Whatever a few typed words may mean in a business: people, bookings, services, staff."""

from typing import NamedTuple, TypeVar

from bookings.models import Booking, Place
from businesses import customers, normal
from businesses.models import Business, Customer, Service, StaffMember

SHORTEST_CODE, LONGEST_CODE = 4, 12  # signs of a booking's code
AFTER_HEX = "G"  # what follows every sign of a code, in any order of letters
MOST_OF_A_CODE = 50
MOST_SERVED = 500  # of one person's bookings that have the words: the latest
Row = TypeVar("Row", Service, StaffMember)


class Found(NamedTuple):
    """The first of each kind that have every word; of bookings also those whose code begins so."""

    people: list[Customer]
    bookings: list[Booking]
    services: list[Service]
    staff: list[StaffMember]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not any(self)


def find(business: Business, text: str, *, limit: int = 10, staff: StaffMember | None = None) -> Found:
    """This will look everywhere in at most six queries; nothing of no words.

    With `staff` it looks in what they may see alone: the bookings that they serve, by code and by customer.
    """
    if not normal.folded(text):
        return Found([], [], [], [])
    if staff is not None:
        return Found([], _served(staff, text, limit), [], [])
    return Found(
        customers.search(business, text, limit=limit),
        _details(_by_code(business, text)[:limit]) if _code(text) else [],
        _named(list(Service.objects.filter(business=business).select_related("category")), text, limit),
        _named(list(StaffMember.objects.filter(business=business)), text, limit),
    )


def _code(text: str) -> str:
    """The beginning of a code, without what partners put before it; "": this is none."""
    typed = normal.code(text)
    typed = typed[-LONGEST_CODE:] if len(typed) > LONGEST_CODE else typed
    is_hex = all(sign in "0123456789ABCDEF" for sign in typed)
    return typed if is_hex and len(typed) >= SHORTEST_CODE else ""


def _by_code(business: Business, text: str) -> list[int]:
    code = _code(text)
    rows = Booking.objects.visible().filter(business=business, code__gte=code, code__lt=code + AFTER_HEX)
    return list(rows.order_by("code").values_list("pk", flat=True)[:MOST_OF_A_CODE])


def _served(staff: StaffMember, text: str, limit: int) -> list[Booking]:
    """The latest of the bookings that somebody serves."""
    theirs = Place.objects.filter(business=staff.business_id, appointment__staff=staff).order_by()
    people = customers.narrowed(Customer.objects.filter(business=staff.business_id).current(), text)
    found = set(theirs.filter(booking__customer__in=people).values_list("booking_id", flat=True))
    if _code(text):
        keys = _by_code(staff.business, text)
        found |= set(theirs.filter(booking__in=keys).values_list("booking_id", flat=True))
    rows = Booking.objects.visible().filter(pk__in=sorted(found)[-MOST_SERVED:]).order_by("-created_at", "-pk")
    return _details(list(rows.values_list("pk", flat=True)[:limit]))


def _details(keys: list[int]) -> list[Booking]:
    found = Booking.objects.with_details().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _named(rows: list[Row], text: str, limit: int) -> list[Row]:
    return [row for row in rows if normal.has_words(text, row.name)][:limit]
