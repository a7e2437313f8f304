"""How our own additions introduce themselves."""

from bookings.dialects.about import About, Chapter

ABOUT = About(
    name="partner",
    vendor="",
    title="Holds and events, with any dialect's key",
    summary="Hold a time while its guest decides, then book it with the header `Booking-Hold`; read what happened, in "
    "order and without a gap.",
    header="",
    coming_from=(),
    steps=(),
    chapters=(
        Chapter(
            "In the words of your dialect",
            (
                "Send the key of your dialect in its own header: ids and errors are those of your dialect, too.",
                "To book a held time send your dialect's own create with the header `Booking-Hold`. The hold becomes "
                "the booking: nothing is free in between.",
            ),
        ),
    ),
)
