"""What a key reaches. Everything a view looks up is looked up here, so that a neighbour's row is simply not found."""

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from bookings import errors, queries
from bookings.models import Appointment, Booking
from businesses import customers
from businesses.models import ApiKey, Business, Customer, Dialect, Service, StaffMember


class Shop:
    """A business of a key, as it was when the request came: its rows are shared, to be read and never changed.

    It is the key's own, or (Booxi) another that let the key act for it.
    """

    def __init__(self, key: ApiKey, business_id: int | None = None) -> None:
        self.key, self.business_id = key, key.business_id if business_id is None else business_id

    @cached_property
    def reach(self) -> list[int]:
        """Every business for which the key may act, its own first; only Booxi's keys can act for others."""
        if self.key.dialect != Dialect.BOOXI:
            return [self.key.business_id]
        granted = self.key.grants.filter(business__active=True).exclude(business=self.key.business_id)
        return [self.key.business_id, *granted.order_by("business_id").values_list("business_id", flat=True)]

    def of(self, business_id: int) -> "Shop | None":
        """This will give the shop of another business within the key's reach; None: it is not."""
        if business_id == self.business_id:
            return self
        return Shop(self.key, business_id) if business_id in self.reach else None

    def offering(self, service: int) -> "Shop":
        """This will open the shop within the key's reach whose service has that integer id; else it gives this one."""
        if len(self.reach) == 1:
            return self
        found = Service.objects.filter(business__in=self.reach, pk=service).values_list("business_id", flat=True)
        return next((Shop(self.key, business_id) for business_id in found), self)

    @cached_property
    def house(self) -> queries.House:
        """The business at one moment."""
        return queries.house(self.business_id)

    @property
    def business(self) -> Business:
        """Whose shop it is."""
        return self.house.business

    @property
    def services(self) -> Sequence[Service]:
        """What is on offer, in the house's order."""
        return [service for service in self.house.setup.services.values() if service.active]

    @property
    def staff(self) -> Sequence[StaffMember]:
        """Who can be booked, in the house's order."""
        return [person for person in self.house.setup.people.values() if person.active]

    @cached_property
    def customer(self) -> Customer | None:
        """Whose key it is, if it is a customer's: who was merged is who they are now, who was erased is nobody."""
        return customers.survivor(self.key.customer) if self.key.customer else None

    def service(self, uuid: UUID) -> Service:
        """This will find a service on offer, or raise `ServiceNotOffered`."""
        found = self.house.setup.service_by_uuid(uuid)
        if found is None or not found.active:
            raise errors.ServiceNotOffered
        return found

    def service_by_number(self, number: int) -> Service:
        """This will find a service on offer by its integer id, or raise `ServiceNotOffered`."""
        found = self.house.setup.services.get(number)
        if found is None or not found.active:
            raise errors.ServiceNotOffered
        return found

    def performing(self, service: Service) -> Sequence[StaffMember]:
        """This will give who performs a service, in the house's order."""
        return [skill.staff for skill in self.house.setup.skills(service.pk)]

    def person(self, uuid: UUID | None, service: Service) -> StaffMember | None:
        """This will find who performs a service, or raise `StaffNotOffered`; None is anyone."""
        if uuid is None:
            return None
        found = self.house.setup.person_by_uuid(uuid)
        if found is None or self.house.setup.skill(service.pk, found.pk) is None:
            raise errors.StaffNotOffered
        return found

    def person_by_number(self, number: int | None, service: Service) -> StaffMember | None:
        """This will find who performs a service by their integer id, or raise `StaffNotOffered`; None is anyone."""
        if number is None:
            return None
        skill = self.house.setup.skill(service.pk, number)
        if skill is None:
            raise errors.StaffNotOffered
        return skill.staff

    def colleague(self, number: int) -> StaffMember | None:
        """This will find somebody of the team by their integer id, whatever they perform; None: there is nobody."""
        return self.house.setup.people.get(number)

    def client(self, number: int) -> Customer | None:
        """This will find a customer by their integer id; None for one who was merged or erased, too."""
        return Customer.objects.filter(business=self.business_id, pk=number).current().first()

    def client_within_reach(self, number: int) -> Customer | None:
        """This will find a customer by their integer id, at whichever business of the key."""
        return Customer.objects.filter(business__in=self.reach, pk=number).current().first()

    def client_known_by(self, email: str) -> Customer | None:
        """This will find whom the business knows by an e-mail."""
        return customers.match(self.business, email=email, phone="")

    def booking(self, uuid: UUID) -> Booking | None:
        """This will find a booking that partners may see, with its details; None: there is none by that id."""
        return queries.booking_by_uuid(self.business_id, uuid)

    def held(self, uuid: UUID) -> Booking | None:
        """This will find what became of a hold of the key, with its details; None: it never had one by that id."""
        return queries.hold_of_key(self.key, uuid, [self.business_id])

    def held_within_reach(self, uuid: UUID) -> Booking | None:
        """This will find the same at whichever business of the key."""
        return queries.hold_of_key(self.key, uuid, self.reach)

    def booking_by_number(self, number: int) -> Booking | None:
        """This will find a booking that partners may see by its integer id."""
        return queries.booking_by_number(self.business_id, number)

    def booking_within_reach(self, number: int) -> Booking | None:
        """This will find a booking that partners may see by its integer id, at whichever business of the key."""
        return queries.booking_among(self.reach, number)

    def booking_of_code(self, code: str) -> Booking | None:
        """This will find a booking that partners may see by the code that its guest has, in any letter case."""
        return queries.booking_of_code(self.business_id, code)

    def appointment(self, number: int) -> Appointment | None:
        """This will find an appointment that partners may see by its integer id."""
        return queries.appointment_by_number(self.business_id, number)

    def own_booking(self, number: int) -> Booking | None:
        """This will find what the key's customer has in the appointment with that integer id, with its details."""
        return queries.booking_in(number, self.customer) if self.customer else None

    def person_known(self, uuid: UUID) -> Customer | None:
        """This will find a customer of the business; somebody who was merged is found as who they are now."""
        found = Customer.objects.filter(business=self.business_id, uuid=uuid).first()
        return customers.survivor(found) if found else None
