"""How Booxi's API introduces itself."""

import datetime as dt

from bookings.dialects.about import About, Chapter, Keep, Step
from bookings.dialects.booxi.errors import HasPassed, NotToday, TooEarly, TooFar

AN_INSTANT = dt.datetime(2031, 6, 3, 4, tzinfo=dt.UTC)
ABOUT = About(
    name="booxi",
    vendor="Booxi",
    title="Booxi booking API",
    summary="Book for a business as its own team does: make, list, show, reschedule and cancel bookings, and find "
    "clients. Every request carries the partner's key in the header `Booxi-PartnerKey`. One key may act for several "
    "businesses (merchants), each by its owner's consent.",
    header="Booxi-PartnerKey: {key}",
    coming_from=(
        "Change the host and the key. Paths, fields, statuses and the shape of errors stay as they are.",
        "`code` in an error is the HTTP status; a conflict (409) says in `error` what is in the way.",
        "`rules` and `ignoreError` may be repeated, separated by commas, or written as PHP does: `rules[0]=`.",
        "Nothing books over another appointment, time off, a room in use or a full group, whatever is ignored.",
        "Starts are whole minutes in UTC; merging clients by API and online payment are not answered here.",
    ),
    steps=(
        Step(
            "Find a client by e-mail",
            "GET",
            "/booking/v1/client?merchantId={merchant}&email=ida%40example.com",
        ),
        Step(
            "Book a service with a member of the team",
            "POST",
            "/booking/v1/booking",
            {
                "merchantId": "{merchant}",
                "bookingMethod": "Appointment",
                "startsOn": "{start}",
                "status": "Approved",
                "staffId": "{staff}",
                "items": [{"serviceId": "{service}"}],
                "client": {"firstName": "Ida", "lastName": "Moss", "email": "ida@example.com"},
            },
            {"booking": Keep(("bookingId",))},
        ),
        Step("Show the booking", "GET", "/booking/v1/booking/{booking}"),
        Step(
            "List what starts on the date",
            "GET",
            "/booking/v1/booking?from={date}T00:00:00Z&to={date}T23:59:00Z",
        ),
        Step("Cancel it", "PUT", "/booking/v1/booking/{booking}", {"status": "Cancelled"}),
    ),
    example="Looks for a client, books for them, shows the booking, lists the date and cancels.",
    chapters=(
        Chapter(
            "What binds a booking",
            (
                "You act for the merchant, as its own team does: any start to come is good, in and out of opening "
                "hours and on any minute. Three things are always in the way, whatever `ignoreError` says: the staff "
                "member's other appointments with their buffers, and time off (`StaffNotAvailable`); no free room or "
                "equipment (`ResourceNotAvailable`); a group without a place left (`GroupEventOvercapacity`).",
                "`rules=TimeConstraints` lets you book what guests are offered, and no more: sooner is `TimeTooEarly`, "
                "further ahead `TimeTooLate`, each unless it is in `ignoreError`; off the grid or closed is 400. "
                "`rules=ClientBlocked` refuses a client whom the merchant blocks with `ClientStatus`.",
                "A start that is over is `BookingHasPassed`. With `ignoreError=BookingHasPassed` it may be one of "
                "today, in the merchant's time zone; an earlier one is `BookingNotToday`.",
            ),
        ),
        Chapter(
            "Several merchants with one key",
            (
                "A key belongs to one business. The owner of another one lets it act there, too, in the dashboard "
                "under API access, with the first 12 characters of the key. `merchantId` says for whom you book; a "
                "list without it has the bookings of all of them. What lies outside is 404, as if it were not there.",
            ),
        ),
        Chapter(
            "How a booking goes on",
            (
                "`status`, `client.presence` and `isCompleted` are `Approved`, `Expecting`, false at first; then "
                "`Arrived`; then completed, which is `Arrived` and true; or `NoShow`. Slips can be taken back. Before "
                "the start `Arrived`, `NoShow` and completing are `TimeTooEarly`, unless that is ignored.",
                "Cancelling is final: whatever else is asked of a cancelled booking is `BookingNotScheduled`. To "
                "cancel it again answers the same.",
            ),
        ),
    ),
    samples={
        HasPassed: HasPassed(AN_INSTANT),
        NotToday: NotToday(AN_INSTANT),
        TooEarly: TooEarly(AN_INSTANT),
        TooFar: TooFar(AN_INSTANT),
    },
)
