"""What a document changes, found without a lock."""

import datetime as dt
import time
from dataclasses import asdict

from businesses import money
from businesses.document import own_pictures, write_catalog, write_people, write_staff
from businesses.document.differences import Differences
from businesses.document.errors import DocumentError
from businesses.document.loaded import Loaded
from businesses.document.shape import Document
from businesses.document.standing import Standing
from businesses.document.statements import Statements
from businesses.models import OpeningHours, Service, Skill, SpecialDay


class Plan:
    """The statements that make the database say what a document says, on what stood there. Raises DocumentError.

    `loaded` has the rows; those that are new have no id before the statements are written. `seconds` is what it took.
    """

    def __init__(self, document: Document, now: dt.datetime) -> None:
        began = time.monotonic()
        self.document = document
        self.there = Standing(document.profile.slug)
        _keep_decimals(self.there, document)
        own_pictures.check(self.there.business, document)
        if document.owners:
            write_people.coming_owners(self.there.business, document)
        found, self.found_people = Differences(), Differences()
        self.loaded = self._found(found, now)
        self.setup, self.people = Statements(found), Statements(self.found_people)
        self.seconds = time.monotonic() - began

    def _found(self, found: Differences, now: dt.datetime) -> Loaded:
        there, document = self.there, self.document
        found.save(there.business, asdict(document.profile) | asdict(document.rules) | asdict(document.page))
        _hours(found, there, document)
        locations = write_catalog.locations(found, there, document)
        resources = write_catalog.resources(found, there, document, locations)
        services = write_catalog.services(found, there, document, now)
        staff = write_staff.staff(found, there, document, locations)
        write_staff.skills(found, there, document, staff, services)
        write_staff.timetable(found, there, document, staff, services)
        customers = write_people.customers(self.found_people, there, document)
        return Loaded(there.business, services, staff, locations, resources, customers)


def _keep_decimals(there: Standing, document: Document) -> None:
    """This will refuse a currency without the decimals of prices that stay: of what the document no longer names."""
    currency = document.profile.currency
    if there.is_new or there.business.currency == currency:
        return
    named, people = {each.name for each in document.services}, {each.name for each in document.staff}
    services = [row for row in there.rows(Service) if row.name not in named]
    rows = Skill.objects.filter(business=there.business).select_related("staff", "service")
    skills = [row for row in rows if row.staff.name not in people]
    priced = [*((each.name, each.price) for each in services), *((str(each), each.price) for each in skills)]
    if odd := money.misfits(priced, currency):
        rule = f"currency: a price has {money.rule(currency)}; these are switched off and have more"
        raise DocumentError([f"{rule}: {', '.join(odd)}"])


def _hours(found: Differences, there: Standing, document: Document) -> None:
    weekly = [
        OpeningHours(business=there.business, weekday=period.weekday, opens=period.opens, closes=period.closes)
        for period in document.hours
    ]
    special = [
        SpecialDay(business=there.business, date=day.date, periods=day.periods, note=day.note)
        for day in document.special_days
    ]
    found.replace(there.rows(OpeningHours), weekly, "weekday", "opens", "closes")
    of_all = [row for row in there.rows(SpecialDay) if row.staff_id is None]
    found.replace(of_all, special, "date", "periods", "note")
