"""Miketsu's phrasebook: a status and a message."""

import datetime as dt

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.base import Phrase, Phrasebook


class MerchantNotFound(faults.NotFound):
    """The token is not of the merchant with that name."""


class LocationNotFound(faults.NotFound):
    """Nobody performs the service at a location of the business with that id."""


class CustomerNotFound(faults.NotFound):
    """No customer of the business has that id."""


class BookingNotFound(faults.NotFound):
    """The caller has no booking with that id."""


class DatesTaken(errors.SeriesTaken):
    """Some dates of a series are booked already; `dates` are the local ones."""

    def __init__(self, taken: errors.SeriesTaken, zone: dt.tzinfo) -> None:
        super().__init__(starts=taken.starts, refusals=taken.refusals)
        self.dates = [start.astimezone(zone).date() for start in taken.starts]

    def __str__(self) -> str:
        return f"nothing was booked, since these dates are booked already: {', '.join(map(str, self.dates))}"


class NoRoom(errors.PartyTooLarge):
    """More customers were named than the service ever has places for."""


class OneComes(faults.BadRequest):
    """Several customers were named for a service of one."""

    def __init__(self) -> None:
        super().__init__("", "appointments cannot have more than 1 customer")


BLACKLISTED = "you are blacklisted, please contact the merchant by email or phone to make a booking"
TAKEN = "this time is booked already, or has too few places left"
UNAVAILABLE = "the service is not available, please try again"
UNKNOWN = "the service is not available, please look whether this was done before you try again"
PHRASEBOOK: Phrasebook = {
    faults.Unauthenticated: Phrase(401, "invalid or missing token"),
    faults.WrongCaller: Phrase(403, "this path is for the other kind of token: a merchant's is not a customer's"),
    faults.OutOfScope: Phrase(403, lambda error: f"the token lacks the scope {error.scope}"),
    faults.WrongSite: Phrase(403, "the token may not be used on this site"),
    MerchantNotFound: Phrase(404, "merchant not found"),
    LocationNotFound: Phrase(404, "location not found"),
    CustomerNotFound: Phrase(404, "customer not found"),
    BookingNotFound: Phrase(404, "booking not found"),
    faults.NotFound: Phrase(404, "not found"),
    faults.MethodNotAllowed: Phrase(405, "method not allowed"),
    faults.BodyTooLarge: Phrase(413, "the body is larger than 65,536 bytes"),
    faults.UnsupportedMediaType: Phrase(415, "send the body as application/json"),
    faults.TooManyRequests: Phrase(429, "too many requests, please wait for the seconds in Retry-After"),
    OneComes: Phrase(400, str),
    faults.BadRequest: Phrase(400, str),
    faults.Unavailable: Phrase(503, lambda error: UNKNOWN if error.changing else UNAVAILABLE),
    errors.ServiceNotOffered: Phrase(404, "service not found"),
    errors.StaffNotOffered: Phrase(400, "nobody performs this service"),
    errors.NotOffered: Phrase(400, "this time cannot be booked"),
    NoRoom: Phrase(409, "the service has no room for so many customers"),
    errors.PartyTooLarge: Phrase(400, "the service has no room for so many people"),
    errors.CustomerBlocked: Phrase(400, BLACKLISTED),
    errors.SlotTaken: Phrase(409, TAKEN),
    DatesTaken: Phrase(409, str),
    errors.SeriesTaken: Phrase(409, TAKEN),
    errors.SeriesTooLong: Phrase(400, lambda error: f"a series has at most {error.most} bookings, until {error.until}"),
    errors.AlreadyBooked: Phrase(409, "the customer is in it already"),
    errors.HoldLost: Phrase(409, TAKEN),
    errors.KeptEnough: Phrase(409, "too many times are kept for this caller, please try again later"),
    errors.HoldNotYours: Phrase(400, "there is no such hold"),
    errors.HeldOtherwise: Phrase(400, "this hold is of another service, time or number of people"),
    errors.ExtendedEnough: Phrase(400, "this hold cannot be made longer any more"),
    errors.WrongStatus: Phrase(400, lambda error: f"a booking that is {error.status} stays so"),
    errors.TooLate: Phrase(400, "it is too late to change this booking"),
    errors.PartOfVisit: Phrase(409, "somebody in this booking comes for more than this"),
    errors.ChangedMeanwhile: Phrase(409, "the booking has changed, please read it again"),
    errors.AskedOtherwise: Phrase(422, "this Idempotency-Key was used before, for another request"),
    errors.Busy: Phrase(503, "the server is busy, please try again"),
    Exception: Phrase(500, "internal server error"),
}


def body(error: Exception, words: str) -> dict[str, object]:
    """This will give the body of an error."""
    return {"error": {"message": words}}
