"""Who a booking is for, and what it begins with."""

import datetime as dt
from collections.abc import Iterable, Sequence

from bookings import errors
from bookings.models import Booking, Place
from bookings.operations import capping
from bookings.operations.plan import Plan
from bookings.operations.settling import Stale
from bookings.operations.wish import Order, Taker, Wish
from businesses import customers, diary
from businesses.models import Business, Customer, Service

Coming = tuple[int, int, dt.datetime]  # who comes for which service, and when


class Comer:
    """A guest, and whom the business knows by what they typed. Raises `CustomerBlocked` for whom it does not want.

    `times` is how often they will come by this order.
    """

    def __init__(self, wish: Wish, order: Order, *, now: dt.datetime, times: int = 1) -> None:
        house = wish.read()
        self.wish, self.business, self.guest, self.now = wish, house.business, order.guest, now
        self.at_most_one, self.times, self.partner_facts = order.at_most_one, times, order.partner_facts
        self.answers = order.answers
        self.cap, self.first = order.taker.cap, first_status(self.business, order.confirmed)
        self._versions, self._is_old = house.versions, False
        self._look()

    def _look(self) -> None:
        guest, chosen = self.guest, self.guest.customer
        email, phone = (chosen.email, chosen.phone) if chosen else (guest.email, guest.phone)
        self.known = customers.recognise(self.business, name=guest.name, email=email, phone=phone, chosen=chosen)
        self.customer: Customer | None = self.known.person if chosen else None
        if self.known.blocked and not self.wish.policy.blocked:
            raise errors.CustomerBlocked

    def is_older_than(self, versions: diary.Versions) -> bool:
        """Whether a set-up has changed since the guest was recognised: they may have been merged, or erased.

        Then `meet` recognises them anew. Who merges or erases somebody raises every version, so it is enough to look
        at the set-up's, or at those of any diary that is locked.
        """
        of_setup = diary.of_setup(self.business.pk)
        if versions is self._versions or all(self._versions.get(key) == version for key, version in versions.items()):
            return False
        if of_setup not in versions:
            versions = diary.versions(self.business.pk)
        before, self._versions = self._versions, versions
        if versions.get(of_setup) == before.get(of_setup):
            return False
        self._is_old = True
        return True

    def meet(self) -> None:
        """This will make the customer, if nobody knows them yet, before any diary is locked.

        Of two orders of somebody who may come once the second waits here for the first. Raises `KeptEnough` when they,
        or whoever orders, ask for so much already that this has to wait.
        """
        if self._is_old:  # each time: what is seen of a try is gone when that is taken back
            self._look()
        guest = self.guest
        if guest.customer is None:
            more = {"last_name": guest.last_name, "home_phone": guest.home_phone}
            self.customer = customers.made(self.business, self.known, **more)
        if guest.address and self.customer is not None:
            customers.fill_address(self.customer, guest.address)
        if self.at_most_one and self.customer is not None:
            Customer.objects.select_for_update(no_key=True).filter(pk=self.customer.pk).order_by().first()
        capping.before_asking(self.cap, self.wish, self.customer, now=self.now, first=self.first, times=self.times)

    def refuse_second(self, starts: Sequence[tuple[Service, dt.datetime]], coming: set[Coming] | None = None) -> None:
        """This will raise `AlreadyBooked` when somebody who may come once has a booking of one of these starts, or is
        `coming` then by another order of the same moment; theirs are added to it."""
        customer = self.customer or self.known.person
        if not self.at_most_one or customer is None:
            return
        known = Place.objects.filter(booking__customer=customer, booking__status__in=Booking.OPEN, live=True)
        among = known.filter(appointment__starts_at__in=[starts_at for _, starts_at in starts])
        rows = among.order_by().values_list("appointment__service", "appointment__starts_at")
        has = {(customer.pk, *row) for row in rows} | (coming or set())
        for service, starts_at in starts:
            if (customer.pk, service.pk, starts_at) in has:
                raise errors.AlreadyBooked(starts_at)
            if coming is not None:
                coming.add((customer.pk, service.pk, starts_at))

    def sign(self, booking: Booking, *, now: dt.datetime) -> None:
        """This will write into a booking what its guest typed, and whom the business knows by that."""
        guest = self.guest
        booking.guest_name, booking.guest_email, booking.guest_phone = guest.name, guest.email, guest.phone
        booking.customer_notes, booking.partner_facts = guest.notes, dict(self.partner_facts)
        booking.answers = [each.stored(now) for each in self.answers]
        booking.guest_language, booking.guest_timezone = guest.language, guest.timezone
        booking.customer = self.customer
        booking.kept_by = self.cap.who if self.cap and booking.status == Booking.Status.PENDING else ""
        expiry = self.business.pending_expiry_minutes
        if booking.status == Booking.Status.PENDING and expiry is not None:
            booking.pending_expires_at = now + dt.timedelta(minutes=expiry)


def meet_all(comers: Iterable[Comer]) -> None:
    """This will make whoever is new, in one order for everybody: two who make the same people wait for each other."""
    for comer in sorted(comers, key=lambda comer: (comer.known.email.casefold(), comer.known.phone_e164)):
        comer.meet()


def prove_all(comers: Iterable[Comer], versions: diary.Versions) -> None:
    """This will raise `Stale` when somebody has to be recognised anew, since the set-up is another than it was."""
    if [comer for comer in comers if comer.is_older_than(versions)]:
        raise Stale


def first_status(business: Business, confirmed: bool | None) -> str:
    """This will give the status of a new booking: what the caller says, else what the business says."""
    agreed = business.auto_confirm if confirmed is None else confirmed
    return Booking.Status.CONFIRMED if agreed else Booking.Status.PENDING


def new_booking(made: Plan, taker: Taker, *, status: str, now: dt.datetime) -> Booking:
    """This will make an unsaved booking of a plan."""
    business = made.house.business
    return Booking(
        business=business,
        status=status,
        source=taker.source,
        came_from=taker.came_from,
        api_key=taker.api_key,
        any_staff=made.seats[0].part.staff is None,
        currency=business.currency,
        created_at=now,
        updated_at=now,
    )
