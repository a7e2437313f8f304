"""How Miketsu's API introduces itself."""

import datetime as dt
from zoneinfo import ZoneInfo

from bookings import errors
from bookings.dialects.about import About, Chapter, Keep, Step
from bookings.dialects.miketsu.errors import DatesTaken, NoRoom

TAKEN = errors.SeriesTaken(starts=[dt.datetime(2031, 6, day, 18, tzinfo=dt.UTC) for day in (3, 10)])
ABOUT = About(
    name="miketsu",
    vendor="Miketsu",
    title="Miketsu reservations API",
    summary="As a merchant enter bookings for one, for a group or as a series, move them and call them off; as "
    "a customer book, join a group, read and cancel. "
    "Every request carries a token as `Authorization: Bearer`: the merchant's, or that of one customer.",
    header="Authorization: Bearer {key}",
    coming_from=(
        "Change the host and the token. Paths, fields and statuses stay; `/api/v1` may stand before every path.",
        "POST answers 201 without a body; the header `Location` now names the appointment by its id.",
        "Every error is `error` with a `message`: go by the status, but for the words for a blocked customer.",
        "A series is booked whole or not at all; 409 then names the local date of each start that is taken.",
        "Times need `Z` or an offset and are whole minutes; ids of services and locations are those of this business.",
    ),
    example="A merchant enters a booking and calls it off.",
    steps=(
        Step(
            "Enter a booking; its id is the end of the answer's Location",
            "POST",
            "/bookings/merchant",
            {
                "service_id": "{service}",
                "timestamp": "{start}",
                "customers": [{"first_name": "Ida", "last_name": "Moss", "email": "ida@example.com"}],
            },
            {"booking": Keep(is_number=True)},
        ),
        Step(
            "Call it off",
            "DELETE",
            "/bookings/merchant/{booking}",
            {"cancellation_reason": "Asked by the guest"},
        ),
    ),
    chapters=(
        Chapter(
            "Two kinds of token",
            (
                "A merchant's token acts for the business: any start to come, in and out of opening hours, as long as "
                "somebody who performs the service is free. It opens `/bookings/merchant`, and nothing of "
                "`/bookings/customer`.",
                "A customer's token acts for one customer of the business. It opens `/bookings/customer`, and nothing "
                "of `/bookings/merchant`: what that customer has, the starts that guests are offered, and the notice "
                "that the business wants. Who uses the other kind's path gets 403. Who is merged with another customer "
                "keeps the token; who is erased does not.",
                "The business makes both kinds in its dashboard, under API access; so does `manage.py issue_api_key "
                "--dialect miketsu`, with `--customer` and an e-mail for a customer's.",
            ),
        ),
        Chapter(
            "What the ids are",
            (
                "`merchant_name` is the last part of the address of the business's booking page. The business finds "
                "the numbers of its services and locations in its dashboard, beside the new token.",
                "`id` in a path, and `booking_id`, are the number of the appointment, which everybody in a group "
                "shares; which place in it is meant follows from the customer's token. An appointment that was moved "
                "keeps its number; a place that went from one group to another is found by both.",
            ),
        ),
        Chapter(
            "Groups, classes and series",
            (
                "Whether a service is for one or for a group the business says. Of a group service everybody who is "
                "booked at the same start is in the same appointment while it has room. A merchant who names no "
                "customer opens a class with nobody in it; customers join it by its number or by its start.",
                "Of a service for one, a booking without customers is somebody who walks in.",
                "`recurrence_rule` is read as RFC 5545 says. The `timestamp` is always the first start, whether it "
                "fits the weekdays or not. The time of day stays when clocks change; months without such a day, and "
                "nights without such an hour, are left out; every two weeks counts weeks that begin on Monday. `until` "
                "may be the last start, and a series has at most 400 starts within two years.",
            ),
        ),
    ),
    samples={NoRoom: NoRoom(party_size=5, capacity=3), DatesTaken: DatesTaken(TAKEN, ZoneInfo("Europe/Berlin"))},
)
