"""How NextInQue's API introduces itself."""

import datetime as dt

from bookings import errors
from bookings.dialects.about import About, First, Keep, Step
from bookings.dialects.nextinque.errors import FullyBooked

FULL = FullyBooked(
    errors.SlotTaken(dt.datetime(2031, 6, 3, 4, tzinfo=dt.UTC)),
    service="Passport photo",
    day=dt.date(2031, 6, 3),
    later=["10:00", "10:30", "11:00"],
)
ABOUT = About(
    name="nextinque",
    vendor="NextInQue",
    title="NextInQue public API",
    summary="List a business's services and the free places of a date; make, show, confirm and cancel reservations. "
    "Every request carries the business's key in the header `X-API-Key`. "
    "A slot's `iso` has the offset of the business's time zone.",
    header="X-API-Key: {key}",
    coming_from=(
        "Change the host and the key. Paths, fields, statuses and the shape of errors stay as they are.",
        "The whole example of the vendor's own pages runs here, unchanged but for host, key and date.",
        "Send the `iso` of a slot as `scheduledAt`; any spelling of the same instant is the same slot.",
        "A new reservation is PENDING until it is confirmed, and takes its place from the first moment.",
        "409 names up to three free times later that date, as before.",
    ),
    steps=(
        Step(
            "List the services",
            "GET",
            "/api/v1/public/services",
            keeps={"service": Keep(("services", 0, "id"))},
        ),
        Step(
            "Show the free times of a date",
            "GET",
            "/api/v1/public/availability?date={date}&serviceId={service}",
            keeps={"iso": Keep(("slots", First("available"), "iso"))},
        ),
        Step(
            "Book one",
            "POST",
            "/api/v1/public/reservations",
            {
                "customerName": "Omar Aziz",
                "phone": "+923330001122",
                "scheduledAt": "{iso}",
                "serviceId": "{service}",
            },
            {"code": Keep(("reservation", "confirmationCode"))},
        ),
        Step("Show the reservation", "GET", "/api/v1/public/reservations/{code}"),
        Step("Cancel it", "PATCH", "/api/v1/public/reservations/{code}/cancel"),
    ),
    samples={FullyBooked: FULL},
)
