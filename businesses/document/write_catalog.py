"""Writing places, resources, categories and services."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict

from businesses.document import differences
from businesses.document.shape import Document
from businesses.models import Business, Category, Location, Resource, Service


def locations(business: Business, document: Document) -> tuple[dict[str, Location], bool]:
    """This will write the places; gives those that the document names, and whether any changed."""
    known = differences.by_name(Location.objects.filter(business=business))
    rows = {each.name: known.get(each.name) or Location(business=business) for each in document.locations}
    added = len(rows.keys() - known.keys()) > 0
    changed = [bool(differences.save(rows[each.name], asdict(each))) for each in document.locations]
    changed.append(bool(differences.switch_off(known, rows)))
    changed.append(differences.number([list(rows.values()), _others(known, rows)], afresh=added))
    return rows, any(changed)


def resources(business: Business, document: Document, places: dict[str, Location]) -> tuple[dict[str, Resource], bool]:
    """This will write the resources; gives those that the document names, and whether any changed."""
    known = differences.by_name(Resource.objects.filter(business=business))
    rows, changed = {}, False
    for each in document.resources:
        row = rows[each.name] = known.get(each.name) or Resource(business=business)
        wanted = asdict(each) | {"location_id": places[each.location].pk}
        del wanted["location"]
        changed |= bool(differences.save(row, wanted))
    return rows, changed | bool(differences.switch_off(known, rows))


def services(business: Business, document: Document, now: dt.datetime) -> tuple[dict[str, Service], bool]:
    """This will write categories and services; gives the services that the document names, and whether any changed."""
    headings, regrouped = _categories(business, document)
    known = differences.by_name(Service.objects.filter(business=business))
    rows: dict[str, Service] = {}
    changed = regrouped
    for heading in document.categories:
        for each in heading.services:
            row = rows[each.name] = known.get(each.name) or Service(business=business)
            wanted = asdict(each) | {"category_id": headings[heading.name].pk if heading.name else None}
            regrouped |= row.pk is None or row.category_id != wanted["category_id"]
            changed |= bool(differences.save(row, wanted, updated_at=now))
    off = differences.switch_off(known, rows, updated_at=now)
    groups = [[rows[each.name] for each in heading.services] for heading in document.categories]
    changed |= differences.number([*groups, _others(known, rows)], afresh=regrouped, updated_at=now)
    changed |= _drop_empty(business, headings)
    return rows, changed | bool(off)


def _categories(business: Business, document: Document) -> tuple[dict[str, Category], bool]:
    """This will write the headings, and say whether they came to stand in another order."""
    known = differences.by_name(Category.objects.filter(business=business))
    before = sorted(known.values(), key=lambda row: (row.position, row.pk))
    rows = {each.name: known.get(each.name) or Category(business=business) for each in document.categories if each.name}
    added = len(rows.keys() - known.keys()) > 0
    for name, row in rows.items():
        differences.save(row, {"name": name})
    differences.number([list(rows.values()), _others(known, rows)], afresh=added)
    return rows, [row for row in before if row.name in rows] != list(rows.values())


def _drop_empty(business: Business, named: dict[str, Category]) -> bool:
    """This will delete the headings that the document does not name and that no service stands under any more."""
    rows = Category.objects.filter(business=business, services=None).exclude(pk__in=[row.pk for row in named.values()])
    return bool(rows.delete()[0])


def _others(known: dict[str, differences.Ordered], named: Iterable[str]) -> list[differences.Ordered]:
    """This will give the rows that the document does not name, in their present order."""
    rows = [row for name, row in known.items() if name not in set(named)]
    return sorted(rows, key=lambda row: (row.position, row.pk))
