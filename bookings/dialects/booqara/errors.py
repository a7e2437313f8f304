"""Booqara's phrasebook."""

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.base import Phrase, Phrasebook

TAKEN = "This time has just been taken. Please choose another one."

PHRASEBOOK: Phrasebook = {
    faults.Unauthenticated: Phrase(401, "Invalid or missing private key"),
    faults.NotFound: Phrase(404, "Not found"),
    faults.MethodNotAllowed: Phrase(405, "Method not allowed"),
    faults.BodyTooLarge: Phrase(413, "The body is larger than 65,536 bytes"),
    faults.UnsupportedMediaType: Phrase(415, "Send the body as application/json"),
    faults.BadRequest: Phrase(400, str),
    errors.ServiceNotOffered: Phrase(404, "Service not found"),
    errors.StaffNotOffered: Phrase(400, "Invalid staff"),
    errors.NotOffered: Phrase(400, "This time cannot be booked"),
    errors.PartyTooLarge: Phrase(400, "The service has no room for so many people"),
    errors.CustomerBlocked: Phrase(400, "This customer cannot book online. Please contact the business."),
    errors.SlotTaken: Phrase(409, TAKEN),
    errors.HoldLost: Phrase(409, TAKEN),
    errors.KeptEnough: Phrase(409, "Too many times are kept for this caller. Please try again later."),
    errors.HoldNotYours: Phrase(400, "This hold is not yours"),
    errors.WrongStatus: Phrase(404, "Not found"),
    errors.TooLate: Phrase(404, "Not found"),
    errors.ChangedMeanwhile: Phrase(409, "This booking has changed. Please look at it again."),
    errors.AskedOtherwise: Phrase(422, "This key was used before, for another request"),
    errors.Busy: Phrase(503, "The server is busy. Please try again."),
    Exception: Phrase(500, "Internal server error"),
}


def body(words: str) -> dict[str, object]:
    """This will give the body of every error."""
    return {"success": False, "error": words}
