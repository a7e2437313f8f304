"""Who in the house is told of an event: whoever had it, keeps it or has it now, unless they did it themselves."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Q

from bookings.models import Booking, Delivery, Event
from bookings.notifications import said, several
from businesses import normal
from businesses.models import Business, Membership, StaffMember, User

FRONT_DESK = "dashboard:"
Stand = frozenset[tuple[int, int, str, str]]  # of parts: who serves, what, from when until when
GOES = (said.Happened.CANCELLED, said.Happened.ERASED)


class Told(NamedTuple):
    """A mail to an address: of what kind, to whom (ids; none: the owner as such), and of which bookings (ids)."""

    audience: str
    kind: str
    address: str
    people: list[int]
    bookings: list[int]


class Box(NamedTuple):
    """An address, whose it is, and the people who are told there."""

    audience: str
    address: str
    people: set[int]


class Change(NamedTuple):
    """What became of the parts of a booking."""

    before: Stand
    after: Stand
    moves: bool

    def of(self, people: set[int]) -> str:
        """This will say whether these people `had`, `keeps` or `has` it; "": it is nothing to them."""
        before, after = (frozenset(part for part in parts if part[0] in people) for parts in (self.before, self.after))
        if not before or not after:
            return "had" if before else "has" if after else ""
        return "" if self.moves and before == after else "keeps"


def told(event: Event, booking: Booking) -> list[Told]:
    """This will give the mails to the house that say what an event was."""
    hears = said.hears(event)
    if not any((hears.had, hears.keeps, hears.has, hears.owner)):
        return []
    changes = _changes(event, booking)
    found: dict[tuple[str, str], Told] = {}
    for box in _boxes(event, booking.business, changes.values()):
        for key, change in changes.items():
            if (stand := change.of(box.people)) and (kind := getattr(hears, stand)):
                empty = Told(box.audience, kind, box.address, sorted(box.people), [])
                found.setdefault((normal.email_key(box.address), kind), empty).bookings.append(key)
    if hears.owner and not event.by.startswith(FRONT_DESK) and (address := owner_address(booking.business)):
        found.pop((normal.email_key(address), hears.has), None)  # it says more
        found[normal.email_key(address), hears.owner] = Told(said.OWNER, hears.owner, address, [], list(changes))
    return list(found.values())


def recipient(delivery: Delivery) -> str:
    """This will give the address that a mail to the house goes to by now; "": nobody there wants it any more."""
    people = delivery.about.get("staff")
    if not people:
        return owner_address(delivery.business) if delivery.audience == said.OWNER else delivery.recipient
    rows = StaffMember.objects.filter(business=delivery.business_id, pk__in=people).order_by("pk")
    found = [address for person in rows if (address := _address(person, delivery.business))]
    return delivery.recipient if delivery.recipient in found else next(iter(found), "")


def owner_address(business: Business) -> str:
    """This will give where the business itself is told: at its address, else at an owner's; "": nowhere."""
    return business.email or business.owners.exclude(email="").values_list("email", flat=True).first() or ""


def own_address(person: StaffMember) -> str:
    """This will give where somebody is told themselves; "": nowhere, since they want no mails or have no address."""
    return person.email if person.mailed else ""


def works_in_the_dashboard(delivery: Delivery) -> bool:
    """This will tell whether the reader of a mail to the house has a way into the dashboard."""
    if delivery.audience == said.OWNER:
        return True
    inside = Membership.objects.filter(business=delivery.business_id)
    by_diary = Q(staff__in=delivery.about.get("staff", []))
    return inside.filter(by_diary | Q(user__email__iexact=delivery.recipient)).exists()


def _address(person: StaffMember, business: Business) -> str:
    return own_address(person) or (business.email if person.mailed else "")


def _boxes(event: Event, business: Business, changes: Iterable[Change]) -> list[Box]:
    """The addresses of everybody concerned; the business stands in for those who have none. What the front desk did
    is no news there."""
    concerned = {part[0] for change in changes for part in change.before | change.after}
    rows = StaffMember.objects.filter(business=business, pk__in=concerned - _doers(event)).order_by("pk")
    boxes: dict[str, Box] = {}
    for person in sorted(rows, key=lambda person: not own_address(person)):  # whose address it is goes first
        own, address = own_address(person), _address(person, business)
        if not address or (not own and event.by.startswith(FRONT_DESK)):
            continue
        audience = said.STAFF if own else said.OWNER
        boxes.setdefault(normal.email_key(address), Box(audience, address, set())).people.add(person.pk)
    return list(boxes.values())


def _doers(event: Event) -> set[int]:
    """The people with a diary who did it themselves: by their membership, or by the same address."""
    if not event.by.startswith(FRONT_DESK):
        return set()
    name = event.by.removeprefix(FRONT_DESK)
    mine = Membership.objects.filter(business=event.business_id, user__username=name, staff__isnull=False)
    found = set(mine.values_list("staff", flat=True))
    user = User.objects.filter(username=name, businesses=event.business_id).exclude(email="").first()
    if user is None:
        return found
    known = StaffMember.objects.filter(business=event.business_id).exclude(email="").values_list("pk", "email")
    return found | {pk for pk, email in known if normal.email_key(email) == normal.email_key(user.email)}


def _changes(event: Event, booking: Booking) -> Mapping[int, Change]:
    """What became of each booking that an event tells of; by the booking's id, in order."""
    meant = [each.pk for each in several.bookings_of_the_house(event, booking)]
    events = {event.booking_id: event}
    if meant != [event.booking_id]:  # each of what was done at once has an event of its own
        deed = {"type": event.type, "by": event.by, "occurred_at": event.occurred_at}
        events |= {each.booking_id: each for each in Event.objects.filter(booking__in=meant, **deed)}
    return {key: _change(events[key]) for key in meant if key in events}


def _change(event: Event) -> Change:
    facts, happened = event.facts, said.happened(event)
    previous = facts.get("previous") or {}
    if happened == said.Happened.MOVED:
        return Change(_stand(_live(previous.get("places", []))), _stand(_live(facts["places"])), moves=True)
    if happened in GOES:  # its places were left by what happened
        had = previous.get("status") in Booking.OPEN and facts["status"] == Booking.Status.CANCELLED
        return Change(_stand(facts["places"] if had else []), frozenset(), moves=False)
    after = _stand(_live(facts["places"]))
    is_new = event.type == Event.Type.CREATED
    return Change(frozenset() if is_new else after, after, moves=False)


def _live(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [place for place in places if place.get("live", True)]


def _stand(places: list[dict[str, Any]]) -> Stand:
    return frozenset((place["staff"], place["service"], place["starts_at"], place["ends_at"]) for place in places)
