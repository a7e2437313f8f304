"""Booxi's phrasebook: the status and the words; a conflict has a word for programs besides."""

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.base import Phrase, Phrasebook
from bookings.models import Booking


class UnknownMerchant(faults.NotFound):
    """No merchant of that id has let the key act for it."""


class UnknownClient(faults.NotFound):
    """No merchant of the key knows a client of that id."""


class BookingNotFound(faults.NotFound):
    """No merchant of the key has a booking of that id."""


class DoesNotPerform(errors.StaffNotOffered):
    """The staff member does not perform a service of the booking."""


class HasPassed(errors.NotOffered):
    """The start is over."""


class NotToday(errors.NotOffered):
    """The start was before today, and `BookingHasPassed` is ignored for today alone."""


class TooEarly(errors.NotOffered):
    """The start, or the change, comes sooner than the merchant allows."""


class TooFar(errors.NotOffered):
    """The start is further ahead than the merchant allows."""


UNAVAILABLE = "The service is not available, please try again"
UNKNOWN = "The service is not available, please look whether this was done before you try again"
PHRASEBOOK: Phrasebook = {
    faults.Unauthenticated: Phrase(401, "The partner key is missing or opens nothing"),
    faults.OutOfScope: Phrase(403, lambda error: f"The key lacks the scope {error.scope}"),
    faults.WrongCaller: Phrase(403, "The key is not for that"),
    faults.WrongSite: Phrase(403, "The key may not be used on this site"),
    UnknownMerchant: Phrase(404, "Merchant not found"),
    UnknownClient: Phrase(404, "Client not found"),
    BookingNotFound: Phrase(404, "Booking not found"),
    faults.NotFound: Phrase(404, "Not found"),
    faults.MethodNotAllowed: Phrase(405, "Method not allowed"),
    faults.BodyTooLarge: Phrase(413, "The body is larger than 65,536 bytes"),
    faults.UnsupportedMediaType: Phrase(415, "Send the body as application/json"),
    faults.TooManyRequests: Phrase(429, "Too many requests"),
    faults.BadRequest: Phrase(400, str),
    faults.Unavailable: Phrase(503, lambda error: UNKNOWN if error.changing else UNAVAILABLE),
    errors.ServiceNotOffered: Phrase(404, "Service not found"),
    DoesNotPerform: Phrase(409, "The staff member does not perform this service"),
    errors.StaffNotOffered: Phrase(400, "Nobody like that performs this service"),
    HasPassed: Phrase(409, "The start has passed"),
    NotToday: Phrase(409, "The start was not today"),
    TooEarly: Phrase(409, "This is too early"),
    TooFar: Phrase(409, "The start is too far ahead"),
    errors.NotOffered: Phrase(400, "The merchant offers no such start"),
    errors.PartyTooLarge: Phrase(400, "The service has no room for so many people"),
    errors.SeriesTooLong: Phrase(400, "The series is too long"),
    errors.CustomerBlocked: Phrase(409, "The merchant does not want bookings of this client"),
    errors.SlotTaken: Phrase(409, lambda error: TAKEN[_taken(error)]),
    errors.SeriesTaken: Phrase(409, "Some of these starts are taken"),
    errors.AlreadyBooked: Phrase(409, "The client has this booking already"),
    errors.HoldLost: Phrase(409, "The held time went to somebody else"),
    errors.KeptEnough: Phrase(409, "Too many times are kept for this caller, please try again later"),
    errors.HoldNotYours: Phrase(400, "There is no such hold"),
    errors.HeldOtherwise: Phrase(400, "This hold is of another service, time, person or number of people"),
    errors.ExtendedEnough: Phrase(422, "This hold cannot be made longer any more"),
    errors.WrongStatus: Phrase(409, lambda error: STANDS.get(error.status, UNDECIDED)[1]),
    errors.PartOfVisit: Phrase(409, "Somebody in this booking comes for more than this"),
    errors.TooLate: Phrase(409, "It is too late to change this booking"),
    errors.ChangedMeanwhile: Phrase(409, "The booking has changed, please read it again"),
    errors.AskedOtherwise: Phrase(422, "This Idempotency-Key was used before, for another request"),
    errors.Busy: Phrase(503, "The server is busy, please try again"),
    Exception: Phrase(500, "Internal server error"),
}
TAKEN = {
    "StaffNotAvailable": "The staff member is not available then",
    "ResourceNotAvailable": "No resource that is needed is free then",
    "GroupEventOvercapacity": "The group is full",
}
UNDECIDED = ("BookingNotScheduled", "The booking is not approved yet")
STANDS: dict[str, tuple[str, str]] = {
    Booking.Status.CANCELLED: ("BookingNotScheduled", "The booking is cancelled"),
    Booking.Status.COMPLETED: ("BookingIsCompleted", "The booking is completed"),
    Booking.Status.NO_SHOW: ("ClientPresenceNoShow", "The client did not come"),
}
CONFLICTS: dict[type[Exception], str] = {
    DoesNotPerform: "StaffNotAvailable",
    HasPassed: "BookingHasPassed",
    NotToday: "BookingNotToday",
    TooEarly: "TimeTooEarly",
    TooFar: "TimeTooLate",
    errors.CustomerBlocked: "ClientStatus",
    errors.SeriesTaken: "StaffNotAvailable",
    errors.AlreadyBooked: "ClientStatus",
    errors.HoldLost: "StaffNotAvailable",
    errors.TooLate: "TimeTooLate",
}


def body(error: Exception, words: str) -> dict[str, object]:
    """This will give an error in Booxi's shape."""
    found: dict[str, object] = {"message": words, "code": errors.said(PHRASEBOOK, error).status}
    return found | {"error": word} if (word := conflict(error)) else found


def conflict(error: Exception) -> str:
    """This will give the word for what is in the way, by the rule that the engine itself named; "" for all else."""
    if isinstance(error, errors.SlotTaken):
        return _taken(error)
    if isinstance(error, errors.WrongStatus):
        return STANDS.get(error.status, UNDECIDED)[0]
    return next((CONFLICTS[kind] for kind in type(error).__mro__ if kind in CONFLICTS), "")


def in_booking(error: Exception) -> Exception:
    """This will give what keeps a booking from being made or changed as Booxi calls it: of what cannot be booked some
    is a conflict there."""
    if type(error) is errors.ServiceNotOffered:
        return faults.BadRequest("items", "There is no such service.")
    if type(error) is errors.StaffNotOffered:
        return DoesNotPerform()
    if type(error) is not errors.NotOffered:
        return error
    kinds = (HasPassed, error.past), (TooEarly, error.too_soon), (TooFar, error.too_far)
    return next((kind(error.starts_at, error.reason) for kind, is_so in kinds if is_so), error)


def _taken(error: errors.SlotTaken) -> str:
    if error.is_full:
        return "GroupEventOvercapacity"
    return "ResourceNotAvailable" if error.lacks_thing else "StaffNotAvailable"
