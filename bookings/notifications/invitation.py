"""The calendar entries of a mail, put where mail programs look for them."""

import datetime as dt
from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives

from bookings.localized import Reader
from bookings.notifications import calendar
from bookings.notifications.invited import Entry


def attach(
    mail: EmailMultiAlternatives, found: Sequence[Entry], *, method: str, reader: Reader, now: dt.datetime
) -> None:
    """This will put entries into a mail, after its other versions; the calendar of each UID is a file of its own.

    An invitation (`REQUEST`, `CANCEL`) is the mail's last version, which Outlook and Gmail act on, and a file as well,
    for programs that offer files only: so Google's own invitations are built. The media type names the method that
    stands in the file (RFC 6047). What is only published is a file.
    """
    by_uid: dict[str, list[Entry]] = {}
    for each in found:
        by_uid.setdefault(each.uid, []).append(each)
    for n, same in enumerate(by_uid.values()):
        content = calendar.entries(same, reader=reader, now=now, method=method)
        name, media_type = f"booking-{n + 1}.ics" if n else "booking.ics", f"text/calendar; method={method}"
        if n or method == calendar.PUBLISH:
            mail.attach(name, content.decode(), media_type)
        else:
            mail.attach_alternative(content.decode(), media_type)
            mail.attach(name, content, "application/ics")
