"""Booqara's phrasebook."""

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.base import Phrase, Phrasebook

TAKEN = "This time has just been taken. Please choose another one."
UNAVAILABLE = "The service is not available. Please try again."
UNKNOWN = "The service is not available. Please look whether this was done before you try again."

PHRASEBOOK: Phrasebook = {
    faults.Unauthenticated: Phrase(401, "Invalid or missing private key"),
    faults.OutOfScope: Phrase(403, lambda error: f"This key may not do that: it lacks the scope {error.scope}"),
    faults.WrongCaller: Phrase(403, "This key is not for that"),
    faults.WrongSite: Phrase(403, lambda error: wrong_site(error)),
    faults.NotFound: Phrase(404, "Not found"),
    faults.MethodNotAllowed: Phrase(405, "Method not allowed"),
    faults.BodyTooLarge: Phrase(413, "The body is larger than 65,536 bytes"),
    faults.UnsupportedMediaType: Phrase(415, "Send the body as application/json"),
    faults.TooManyRequests: Phrase(429, "Too many requests. Please wait for the seconds in Retry-After."),
    faults.BadRequest: Phrase(400, str),
    faults.Unavailable: Phrase(503, lambda error: UNKNOWN if error.changing else UNAVAILABLE),
    errors.ServiceNotOffered: Phrase(404, "Service not found"),
    errors.StaffNotOffered: Phrase(400, "Invalid staff"),
    errors.NotOffered: Phrase(400, "This time cannot be booked"),
    errors.PartyTooLarge: Phrase(400, "The service has no room for so many people"),
    errors.SeriesTooLong: Phrase(400, "The series is too long"),
    errors.CustomerBlocked: Phrase(400, "This customer cannot book online. Please contact the business."),
    errors.SlotTaken: Phrase(409, TAKEN),
    errors.SeriesTaken: Phrase(409, TAKEN),
    errors.AlreadyBooked: Phrase(409, "This customer has booked this time already"),
    errors.HoldLost: Phrase(409, TAKEN),
    errors.KeptEnough: Phrase(409, "Too many times are kept for this caller. Please try again later."),
    errors.HoldNotYours: Phrase(400, "There is no such hold"),
    errors.HeldOtherwise: Phrase(400, "This hold is of another service, time, person or number of people"),
    errors.ExtendedEnough: Phrase(400, "This hold cannot be made longer any more"),
    errors.WrongStatus: Phrase(404, "Not found"),
    errors.PartOfVisit: Phrase(409, "Somebody in this appointment comes for more than this"),
    errors.TooLate: Phrase(404, "Not found"),
    errors.ChangedMeanwhile: Phrase(409, "This booking has changed. Please look at it again."),
    errors.AskedOtherwise: Phrase(422, "This key was used before, for another request"),
    errors.Busy: Phrase(503, "The server is busy. Please try again."),
    Exception: Phrase(500, "Internal server error"),
}


def wrong_site(error: faults.WrongSite) -> str:
    """This will say where a key does not work."""
    if error.origin is None:
        return "This key works on the pages of its owner's sites only"
    return f"This key may not be used on {error.origin[:200]}"


def body(words: str) -> dict[str, object]:
    """This will give the body of every error."""
    return {"success": False, "error": words}
