"""Tells the owners that too few people come to a group, in time for them to decide."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from bookings import operations, queries
from bookings.localized import Reader
from bookings.models import Appointment, Delivery
from bookings.notifications import house, said
from bookings.notifications.facts import span_of
from bookings.notifications.wording import one_line
from bookings.queries import Few
from businesses import mail_frame
from businesses.mail_frame import Content, Fact, Link

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
    business = few.appointment.business
    language = queries.language_of_house(business)
    with translation.override(language):
        return _content(few, Reader(language, business.country, business.zone))


def _content(few: Few, reader: Reader) -> Content:
    row, business = few.appointment, few.appointment.business
    what = {"service": row.service.name, "when": reader.short_moment(row.starts_at)}
    coming = ngettext("%(count)s person comes", "%(count)s people come", few.coming) % {"count": few.coming}
    facts = [
        Fact(gettext("When"), span_of((row.starts_at, row.ends_at), reader)),
        Fact(gettext("Service"), row.service.name),
        Fact(gettext("With"), row.staff.name),
    ]
    return Content(
        one_line(gettext("Few people: {service} on {when}").format(**what)),
        gettext("{people}, and it needs {minimum}.").format(
            people=coming if few.coming else gettext("Nobody comes"), minimum=few.minimum
        ),
        mail_frame.of_business(business),
        reader.language,
        rtl=reader.rtl,
        facts=facts,
        button=Link(gettext("Call it off, or let it be"), _page(row)),
        notes=[gettext("If you call it off, everybody in it is told. If you do nothing, it is held.")],
    )


def _page(row: Appointment) -> str:
    return settings.PUBLIC_URL + reverse("admin:participants", args=[row.pk])


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
