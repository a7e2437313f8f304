"""How the toy introduces itself."""

from bookings.dialects.about import About, Keep, Step

ABOUT = About(
    name="toy",
    vendor="Toy",
    title="Toy API",
    summary="Book what there is.",
    header="Toy-Key: {key}",
    coming_from=("One", "Two", "Three", "Four", "Five"),
    steps=(
        Step("List the services", "GET", "/toy/services", keeps={"service": Keep(("services", 0, "id"))}),
        Step(
            "Book one",
            "POST",
            "/toy/bookings",
            {"service": "{service}", "start": "2026-11-24T10:00:00-06:00", "name": "Ida"},
            {"booking": Keep(("id",))},
        ),
        Step("Cancel it", "DELETE", "/toy/bookings/{booking}"),
    ),
)
