"""The toy's phrasebook: every engine's refusal and every fault, by class; what it does not tell apart is one line."""

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.base import Phrase, Phrasebook

PHRASEBOOK: Phrasebook = {
    faults.Unauthenticated: Phrase(401, "who are you?"),
    faults.OutOfScope: Phrase(403, lambda error: f"not without {error.scope}"),
    faults.WrongCaller: Phrase(403, "not for you"),
    faults.WrongSite: Phrase(403, "not from there"),
    faults.NotFound: Phrase(404, "there is none"),
    faults.MethodNotAllowed: Phrase(405, "not so"),
    faults.BodyTooLarge: Phrase(413, "too much"),
    faults.UnsupportedMediaType: Phrase(415, "JSON only"),
    faults.TooManyRequests: Phrase(429, "slowly"),
    faults.BadRequest: Phrase(400, str),
    errors.ServiceNotOffered: Phrase(404, "no such service"),
    errors.NotBookable: Phrase(400, "not to be booked"),
    errors.Taken: Phrase(409, "taken"),
    errors.NotPossible: Phrase(409, "not possible now"),
    errors.AskedOtherwise: Phrase(422, "this key was used for another request"),
    errors.KeptEnough: Phrase(409, "you keep enough"),
    errors.Busy: Phrase(503, "busy"),
    faults.Unavailable: Phrase(503, "out of order"),
    Exception: Phrase(500, "our fault"),
}
