"""From the database back to a document: complete, defaults included, in the documented order."""

from businesses import phone as phones
from businesses.document.dump import InlineMapping, dump
from businesses.document.export_catalog import categories, location, resource
from businesses.document.export_staff import entry, special_days, staff, week
from businesses.document.read import PAGE, PROFILE, RULES
from businesses.models import Business, Customer, Location, OpeningHours, Resource, SpecialDay, Timetable


def export(business: Business) -> str:
    """This will give the document of a business as YAML. Loading it again changes nothing.

    What is switched off is in it with `active: false`. Customers who were merged or erased are not, nor those whom a
    document cannot name: without an e-mail, and without a phone number or with one that somebody before them has; and
    no picture that pages never show.
    """
    document: dict[str, object] = {name: getattr(business, name) or None for name in PROFILE}
    document["logo_url"] = business.logo or None
    document["rules"] = {name: getattr(business, name) for name in RULES}
    page = {name: getattr(business, name) for name in PAGE}
    document["page"] = page | {"consent_text": business.consent_text or None}
    document["hours"] = week(OpeningHours.objects.filter(business=business))
    document["special_days"] = special_days(SpecialDay.objects.filter(business=business, staff=None))
    document["locations"] = [location(row) for row in Location.objects.filter(business=business)]
    rooms = Resource.objects.filter(business=business).select_related("location")
    document["resources"] = [resource(row) for row in rooms]
    document["categories"] = categories(business)
    document["staff"] = staff(business)
    entries = Timetable.objects.filter(business=business).select_related("service", "staff")
    document["timetable"] = [entry(row) for row in entries]
    document["customers"] = [_customer(row) for row in nameable_customers(business)]
    owners = business.owners.order_by("username")
    document["owners"] = [InlineMapping(username=user.username, email=user.email or None) for user in owners]
    return dump(document)


def nameable_customers(business: Business) -> list[Customer]:
    """This will give the customers whom a document can name, those known longest first."""
    known = Customer.objects.filter(business=business).current().exclude(identity=None)
    return list(known.select_related("business").order_by("id"))


def _customer(row: Customer) -> InlineMapping:
    texts = ("first_name", "last_name", "email", "phone", "address")
    fields = {name: getattr(row, name) or None for name in texts}
    if not row.email and phones.to_e164(row.phone, row.business.country) != row.phone_e164:
        fields["phone"] = row.phone_e164  # read when the business was in another country; it must be found by it
    return InlineMapping(fields, blocked=row.blocked)
