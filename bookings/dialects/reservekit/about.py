"""How ReserveKit's API introduces itself."""

from bookings.dialects.about import About, Chapter, First, Keep, Step

ABOUT = About(
    name="reservekit",
    vendor="ReserveKit",
    title="ReserveKit bookings API",
    summary="Read a business's services and time slots; make, list, change and delete bookings and their customers. "
    "Every request carries the business's key as `Authorization: Bearer`. "
    "A time slot is a weekly start of a service, by the weekly hours; a date makes it a booking.",
    header="Authorization: Bearer {key}",
    coming_from=(
        "Change the host and the key. The package reservekitjs takes both: its option is called `host`.",
        "Success is `data`; an error is `data: null` with `error`, `status`, `message` and a `code` for programs.",
        "Services and time slots are set up by the business, not through this API: writing them answers 405.",
        "A date may be YYYY-MM-DD or RFC 3339; the answer to POST repeats it as you sent it.",
        "A full time slot and a duplicate booking answer 400, as before; codes tell them apart.",
    ),
    steps=(
        Step(
            "List the services",
            "GET",
            "/v1/services",
            keeps={"service": Keep(("data", "services", 0, "id"), is_number=True)},
        ),
        Step(
            "Show the time slots of one, and take the first on the weekday of the date (0 is Monday)",
            "GET",
            "/v1/time-slots?service_id={service}&no_pagination=true",
            keeps={"slot": Keep(("data", "time_slots", First("day_of_week", "weekday"), "id"), is_number=True)},
        ),
        Step(
            "Book it on the date",
            "POST",
            "/v1/bookings?service_id={service}",
            {
                "date": "{date}",
                "time_slot_id": "{slot}",
                "customer_name": "Ida Moss",
                "customer_email": "ida@example.com",
            },
            {"booking": Keep(("data", "id"), is_number=True)},
        ),
        Step("Show the booking", "GET", "/v1/bookings/{booking}"),
        Step(
            "Cancel it",
            "PATCH",
            "/v1/bookings/{booking}",
            {"status": "cancelled", "cancel_reason": "Asked by the guest"},
        ),
    ),
    chapters=(
        Chapter(
            "What a time slot is, and its id",
            (
                "A time slot is one start of one service that comes back every week, such as Tuesdays at 10:00. It is "
                "not stored anywhere: it follows from the weekly hours of the business and of those who perform the "
                "service. `day_of_week` is 0 for Monday and 6 for Sunday.",
                "Its id says which service and which minute of the week, counted from Monday 00:00 in the time zone "
                "of the business: `id = service × 10,080 + day_of_week × 1,440 + minute of the day`. Tuesday 10:00 of "
                "service 31 is 31 × 10,080 + 1 × 1,440 + 600 = 314,520. So an id stays the same as long as the "
                "service and its weekly hours do, through every restart and release. When the hours change, starts "
                "that they no longer have are 404 `time slot not found`; those that remain keep their ids.",
                "`start_time` and `end_time` are those of the next date with that weekday, today included, with the "
                "offset from UTC of that date. A time slot promises nothing for one date: on a holiday, too soon, too "
                "far ahead or when it is full, booking it answers 400 and says which.",
                "`max_bookings` is how many bookings one date can have. A booking that the business made off these "
                "starts has `time_slot_id` null.",
            ),
        ),
    ),
)
