"""Tells the owners that too few people come to a group, in time for them to decide."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bookings import operations, queries
from bookings.localized import Reader
from bookings.models import Appointment, Delivery
from bookings.notifications import house, said
from bookings.notifications.wording import one_line
from bookings.queries import Few
from businesses import mail_frame
from businesses.mail_frame import Content, Link

KIND = said.FEW
AT_ONCE = 200  # groups a turn


def tell(now: dt.datetime) -> str:
    """This will write a mail for everybody who hears of it, once for each group."""
    operations.few_no_more(now=now)
    found = queries.groups_with_few(now=now, told=False, limit=AT_ONCE)
    with transaction.atomic():
        noted = {row.pk for row in operations.few_told(found=[each.appointment for each in found], now=now)}
        mails = [mail for each in found if each.appointment.pk in noted for mail in _mails(each, now)]
        Delivery.objects.bulk_create(mails)
    return f"told of {len(noted)} groups with few people"


def needless(delivery: Delivery, *, now: dt.datetime) -> str:
    """This will give why there is nothing to say of it any more; nothing: it is still to be decided."""
    return "" if _of(delivery, now) else "it was decided, or enough people come by now"


def letter_to(delivery: Delivery, *, now: dt.datetime) -> Content:
    """This will give what the mail says. Raises `LookupError` when there is nothing to say."""
    few = _of(delivery, now)
    if few is None:
        raise LookupError(delivery.pk)
    row, business = few.appointment, few.appointment.business
    reader = Reader("en", business.country, business.zone)
    when = f"{reader.day(row.starts_at)}, {reader.clock(row.starts_at)}"
    page = settings.PUBLIC_URL + reverse("admin:participants", args=[row.pk])
    people = {0: "nobody comes", 1: "one person comes"}.get(few.coming, f"{few.coming} people come")
    return Content(
        one_line(f"{business.name}: few people for {row.service.name}, {when}"),
        f"{row.service.name} with {row.staff.name}, {when}: {people}, and it needs {few.minimum}.",
        mail_frame.of_business(business),
        button=Link("Call it off, or let it be", page),
        notes=["If you call it off, everybody in it is told. If you do nothing, it is held."],
    )


def _mails(few: Few, now: dt.datetime) -> Iterator[Delivery]:
    row = few.appointment
    for audience, address in _addresses(row):
        yield Delivery(
            business=row.business,
            channel=Delivery.Channel.MAIL,
            kind=KIND,
            audience=audience,
            recipient=address,
            about={"appointment": row.pk},
            dedupe=f"few:{row.uuid}:{now:%Y%m%dT%H%M%S}:{address}"[:200],
            due_at=now,
        )


def _addresses(row: Appointment) -> list[tuple[str, str]]:
    """Who hears of bookings, as audience and address: whoever holds it, and the business, or else an owner."""
    own, owner = house.own_address(row.staff), house.owner_address(row.business)
    found = [(said.STAFF, own), (said.OWNER, owner if row.business.email or not own else "")]
    return list({address: (audience, address) for audience, address in found if address}.values())


def _of(delivery: Delivery, now: dt.datetime) -> Few | None:
    row = Appointment.objects.filter(business=delivery.business_id, pk=delivery.about.get("appointment")).first()
    return queries.is_few(row, now=now) if row else None
