"""NextInQue's phrasebook. Its conflict tells more than words: what else is free on that date."""

import datetime as dt
from collections.abc import Sequence

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.base import Phrase, Phrasebook


class ReservationNotFound(faults.NotFound):
    """No reservation of the business has that code."""


class InThePast(faults.BadRequest):
    """The time that was asked for is over."""

    def __init__(self) -> None:
        super().__init__("", "Scheduled time must be in the future")


class FullyBooked(errors.SlotTaken):
    """A start without a place left; `later` are the free times of its date after it, as HH:MM."""

    def __init__(self, taken: errors.SlotTaken, *, service: str, day: dt.date, later: Sequence[str]) -> None:
        super().__init__(taken.starts_at)
        self.service, self.day, self.later = service, day, later

    def __str__(self) -> str:
        said = f'"{self.service}" is fully booked at the selected time.'
        if not self.later:
            return f"{said} No other slots are available on {self.day}."
        return f"{said} Next available slots on {self.day}: {', '.join(self.later)}."


UNAVAILABLE = "The service is not available. Please try again."
UNKNOWN = "The service is not available. Please look whether this was done before you try again."
PHRASEBOOK: Phrasebook = {
    faults.Unauthenticated: Phrase(401, "Invalid or missing API key"),
    ReservationNotFound: Phrase(404, "Reservation not found"),
    faults.OutOfScope: Phrase(403, lambda error: f"The key lacks the scope {error.scope}"),
    faults.WrongCaller: Phrase(403, "This key is not for that"),
    faults.WrongSite: Phrase(403, "The key may not be used on this site"),
    faults.NotFound: Phrase(404, "Not found"),
    faults.MethodNotAllowed: Phrase(405, "Method not allowed"),
    faults.BodyTooLarge: Phrase(413, "The body is larger than 65,536 bytes"),
    faults.UnsupportedMediaType: Phrase(415, "Send the body as application/json"),
    faults.TooManyRequests: Phrase(429, "Too many requests. Please wait for the seconds in Retry-After."),
    faults.BadRequest: Phrase(400, str),
    faults.Unavailable: Phrase(503, lambda error: UNKNOWN if error.changing else UNAVAILABLE),
    errors.ServiceNotOffered: Phrase(404, "Service not found"),
    errors.StaffNotOffered: Phrase(400, "serviceId: nobody performs this service"),
    errors.NotOffered: Phrase(400, "scheduledAt: this time cannot be booked; use an iso value from /availability"),
    errors.PartyTooLarge: Phrase(400, "The service has no room for so many people"),
    errors.SeriesTooLong: Phrase(400, "The series is too long"),
    errors.CustomerBlocked: Phrase(400, "This customer cannot book online. Please contact the business."),
    FullyBooked: Phrase(409, str),
    errors.SlotTaken: Phrase(409, "This time is fully booked"),
    errors.SeriesTaken: Phrase(409, "Some of these times are fully booked"),
    errors.AlreadyBooked: Phrase(409, "This customer has booked this time already"),
    errors.HoldLost: Phrase(409, "The held time was lost to somebody else"),
    errors.KeptEnough: Phrase(409, "Too many times are kept for this caller. Please try again later."),
    errors.HoldNotYours: Phrase(400, "There is no such hold"),
    errors.HeldOtherwise: Phrase(400, "This hold is of another service, time, person or number of people"),
    errors.ExtendedEnough: Phrase(400, "This hold cannot be made longer any more"),
    errors.WrongStatus: Phrase(400, lambda error: f"A reservation that is {error.status.upper()} stays so"),
    errors.PartOfVisit: Phrase(409, "Somebody in this reservation comes for more than this"),
    errors.TooLate: Phrase(400, "It is too late to cancel this reservation"),
    errors.ChangedMeanwhile: Phrase(409, "This reservation has changed. Please look at it again."),
    errors.AskedOtherwise: Phrase(422, "This key was used before, for another request"),
    errors.Busy: Phrase(503, "The server is busy. Please try again."),
    Exception: Phrase(500, "Internal server error"),
}


def body(error: Exception, words: str) -> dict[str, object]:
    """This will give the body of an error; a full start has three more fields."""
    if isinstance(error, FullyBooked):
        full = {"service_name": error.service, "available_slots": error.later, "date": error.day.isoformat()}
        return {"message": words, **full}
    return {"message": words}
