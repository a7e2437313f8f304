"""Writing a document that was read: one transaction, under the locks, and only what differs."""

import datetime as dt
from dataclasses import asdict

from django.db import DatabaseError, transaction

from businesses import diary, money, outage
from businesses.document import differences, write_catalog, write_people, write_staff
from businesses.document.errors import DocumentError
from businesses.document.loaded import Loaded
from businesses.document.shape import Document
from businesses.models import Business, OpeningHours, Service, Skill, SpecialDay

ATTEMPTS = 3


def write(document: Document, *, now: dt.datetime) -> Loaded:
    """This will make the database say what the document says, all or nothing; raises DocumentError when it cannot.

    Somebody else may make the same business, customer or owner at the same moment: then the whole is done again on
    what they left. Of a database that cannot serve its own error is raised.
    """
    failure: DatabaseError | None = None
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _write(document, now)
        except DatabaseError as refusal:
            failure = refusal
    if failure is not None and outage.is_outage(failure):
        raise failure
    reason = " ".join(str(failure).split())
    also = "if somebody else is changing the same business, try again"
    raise DocumentError([f"document: nothing was written, the database refused it ({reason}); {also}"])


def _write(document: Document, now: dt.datetime) -> Loaded:
    business = _locked_business(document)
    _keep_decimals(business, document)
    columns = asdict(document.profile) | asdict(document.rules) | asdict(document.page)
    changed = bool(differences.save(business, columns))
    changed |= bool(_hours(business, document))
    locations, moved = write_catalog.locations(business, document)
    resources, refitted = write_catalog.resources(business, document, locations)
    services, renewed = write_catalog.services(business, document, now)
    staff, rostered = write_staff.staff(business, document, locations)
    changed |= moved | refitted | renewed | rostered
    changed |= write_staff.skills(business, document, staff, services)
    changed |= write_staff.timetable(business, document, staff, services)
    customers = write_people.customers(business, document)
    write_people.owners(business, document)
    if changed:
        diary.lock_everyone(business.pk, again=True)  # whoever is new has a diary, too
        diary.raise_everyone(business.pk)
    return Loaded(business, services, staff, locations, resources, customers)


def _locked_business(document: Document) -> Business:
    """This will give the business with that slug, ours for the rest of the transaction, or a new one, not yet saved.

    The order is the diary's, customers first. The set-up's diary is always there to be locked, so that two loads of one
    business follow each other. What is read before the locks is read again after them.
    """
    slug = document.profile.slug
    known = Business.objects.filter(slug=slug).first()
    if known is None:
        return Business(slug=slug)
    write_people.claim_customers(known, document)
    diary.lock_everyone(known.pk)
    return Business.objects.get(pk=known.pk)


def _keep_decimals(business: Business, document: Document) -> None:
    """This will refuse a currency without the decimals of prices that stay: of what the document no longer names."""
    currency = document.profile.currency
    if business.pk is None or business.currency == currency:
        return
    named, people = [each.name for each in document.services], [each.name for each in document.staff]
    services = Service.objects.filter(business=business).exclude(name__in=named)
    skills = Skill.objects.filter(business=business).exclude(staff__name__in=people).select_related("staff", "service")
    priced = [*((each.name, each.price) for each in services), *((str(each), each.price) for each in skills)]
    if odd := money.misfits(priced, currency):
        rule = f"currency: a price has {money.rule(currency)}; these are switched off and have more"
        raise DocumentError([f"{rule}: {', '.join(odd)}"])


def _hours(business: Business, document: Document) -> list[OpeningHours | SpecialDay]:
    weekly = [
        OpeningHours(business=business, weekday=period.weekday, opens=period.opens, closes=period.closes)
        for period in document.hours
    ]
    special = [
        SpecialDay(business=business, date=day.date, periods=day.periods, note=day.note)
        for day in document.special_days
    ]
    return [
        *differences.replace(OpeningHours.objects.filter(business=business), weekly, "weekday", "opens", "closes"),
        *differences.replace(
            SpecialDay.objects.filter(business=business, staff=None), special, "date", "periods", "note"
        ),
    ]
