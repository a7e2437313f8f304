"""ReserveKit's phrasebook: the status, the words, and a code for programs."""

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.base import Phrase, Phrasebook


class KeyMissing(faults.Unauthenticated):
    """There is no Authorization header."""


class KeyMalformed(faults.Unauthenticated):
    """The header is not `Bearer` and one token."""


class KeyRevoked(faults.Unauthenticated):
    """The key opened something until it was revoked."""


class BookingNotFound(faults.NotFound):
    """No booking of the business has that id."""


class TimeSlotNotFound(faults.NotFound):
    """No weekly start of the business has that id."""


UNAVAILABLE = "the service is not available, please try again"
UNKNOWN = "the service is not available, please look whether this was done before you try again"
PHRASEBOOK: Phrasebook = {
    KeyMissing: Phrase(401, "Authorization header is missing"),
    KeyMalformed: Phrase(401, "Authorization header is malformed"),
    KeyRevoked: Phrase(401, "API key revoked"),
    faults.Unauthenticated: Phrase(401, "invalid API key"),
    BookingNotFound: Phrase(404, "booking not found"),
    TimeSlotNotFound: Phrase(404, "time slot not found"),
    faults.OutOfScope: Phrase(403, lambda error: f"The key lacks the scope {error.scope}"),
    faults.WrongCaller: Phrase(403, "this key is not for that"),
    faults.WrongSite: Phrase(403, "The key may not be used on this site"),
    faults.NotFound: Phrase(404, "resource not found"),
    faults.MethodNotAllowed: Phrase(405, "method not allowed"),
    faults.BodyTooLarge: Phrase(413, "the body is larger than 65,536 bytes"),
    faults.UnsupportedMediaType: Phrase(415, "send the body as application/json"),
    faults.TooManyRequests: Phrase(429, "rate limit exceeded"),
    faults.BadRequest: Phrase(400, str),
    faults.Unavailable: Phrase(503, lambda error: UNKNOWN if error.changing else UNAVAILABLE),
    errors.ServiceNotOffered: Phrase(404, "service not found"),
    errors.StaffNotOffered: Phrase(400, "nobody performs this service"),
    errors.NotOffered: Phrase(400, "this time slot cannot be booked on this date"),
    errors.PartyTooLarge: Phrase(400, "the service has no room for so many people"),
    errors.SeriesTooLong: Phrase(400, "the series is too long"),
    errors.CustomerBlocked: Phrase(400, "this customer cannot book online, please contact the business"),
    errors.SlotTaken: Phrase(400, "time slot is full"),
    errors.SeriesTaken: Phrase(400, "some of these time slots are full"),
    errors.AlreadyBooked: Phrase(400, "duplicate booking"),
    errors.HoldLost: Phrase(400, "time slot is full"),
    errors.KeptEnough: Phrase(409, "too many times are kept for this caller, please try again later"),
    errors.HoldNotYours: Phrase(400, "there is no such hold"),
    errors.HeldOtherwise: Phrase(400, "this hold is of another service, time, person or number of people"),
    errors.ExtendedEnough: Phrase(422, "this hold cannot be made longer any more"),
    errors.WrongStatus: Phrase(422, lambda error: f"a booking that is {error.status} cannot become {error.wanted}"),
    errors.PartOfVisit: Phrase(422, "somebody in this booking comes for more than this"),
    errors.TooLate: Phrase(422, "it is too late to change this booking"),
    errors.ChangedMeanwhile: Phrase(409, "the booking has changed, please read it again"),
    errors.AskedOtherwise: Phrase(422, "this Idempotency-Key was used before, for another request"),
    errors.Busy: Phrase(503, "the server is busy, please try again"),
    Exception: Phrase(500, "internal server error"),
}
CODES: dict[type[Exception], str] = {
    KeyMissing: "authentication_required",
    KeyMalformed: "authorization_header_malformed",
    faults.Unauthenticated: "invalid_api_key",
    BookingNotFound: "booking_not_found",
    TimeSlotNotFound: "time_slot_not_found",
    faults.OutOfScope: "scope_missing",
    faults.WrongCaller: "key_not_allowed",
    faults.WrongSite: "site_not_allowed",
    faults.NotFound: "resource_not_found",
    faults.MethodNotAllowed: "method_not_allowed",
    faults.BodyTooLarge: "body_too_large",
    faults.UnsupportedMediaType: "unsupported_media_type",
    faults.TooManyRequests: "rate_limit_exceeded",
    faults.BadRequest: "invalid_field_format",
    faults.Unavailable: "service_unavailable",
    errors.ServiceNotOffered: "service_not_found",
    errors.NotBookable: "invalid_request",
    errors.AlreadyBooked: "duplicate_booking",
    errors.Taken: "time_slot_full",
    errors.KeptEnough: "too_many_kept",
    errors.HoldNotYours: "invalid_request",
    errors.HeldOtherwise: "invalid_request",
    errors.ChangedMeanwhile: "booking_changed",
    errors.AskedOtherwise: "idempotency_mismatch",
    errors.NotPossible: "invalid_status_transition",
    errors.Busy: "server_busy",
    Exception: "internal_error",
}


def body(error: Exception, words: str) -> dict[str, object]:
    """This will give the envelope of an error."""
    code = errors.said(CODES, error)
    if isinstance(error, faults.BadRequest) and (error.missing or not error.field):
        code = "missing_required_field" if error.missing else "invalid_request"
    status = errors.said(PHRASEBOOK, error).status
    return {"data": None, "error": words, "status": status, "message": words, "code": code}
