"""How Booqara's API introduces itself."""

from bookings.dialects.about import About, First, Keep, Step

ABOUT = About(
    name="booqara",
    vendor="Booqara",
    title="Booqara booking API",
    summary="Read a business's services, staff and free times; book, show and cancel appointments. "
    "Every request carries the business's private key in the header `x-private-key`. "
    "Dates and times are those of the business's time zone.",
    header="x-private-key: {key}",
    coming_from=(
        "Change the host and the key. Paths, fields, statuses and the shape of errors stay as they are.",
        "POST answers 200 with `success` and `booking`; every error is `success: false` with `error`.",
        "Browsers may call from anywhere, as before; a key may now be bound to the pages of certain sites.",
        "Ids are UUIDs of this installation: read services and staff anew, and keep no ids from before.",
        "Texts of errors that the vendor never fixed may read otherwise: go by the status.",
    ),
    steps=(
        Step(
            "List the services",
            "GET",
            "/booking/services",
            keeps={"service": Keep(("categories", 0, "services", 0, "id"))},
        ),
        Step(
            "Find dates with free times",
            "GET",
            "/booking/dates?serviceId={service}&count=3",
            keeps={"date": Keep(("dates", -1, "date"))},
        ),
        Step(
            "Show the free times of one of them",
            "GET",
            "/booking/slots?date={date}&serviceId={service}",
            keeps={"time": Keep(("slots", First("available"), "time"))},
        ),
        Step(
            "Book one",
            "POST",
            "/booking/appointments",
            {
                "serviceId": "{service}",
                "userId": "any",
                "appointmentDate": "{date}",
                "appointmentTime": "{time}",
                "guestName": "Jordan Smith",
                "guestEmail": "jordan@example.com",
            },
            {"booking": Keep(("booking", "id"))},
        ),
        Step("Show the appointment", "GET", "/booking/appointments/{booking}"),
        Step("Cancel it", "DELETE", "/booking/appointments/{booking}"),
    ),
)
