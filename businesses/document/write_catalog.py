"""Finding what differs in places, resources, categories and services."""

import datetime as dt
from dataclasses import asdict

from businesses.document.differences import Differences, by_name, in_order, others
from businesses.document.shape import Document
from businesses.document.standing import Standing
from businesses.models import Category, Location, Resource, Service


def locations(found: Differences, there: Standing, document: Document) -> dict[str, Location]:
    """This will find what differs in the places; gives those that the document names."""
    known = by_name(there.rows(Location))
    rows = {each.name: known.get(each.name) or Location(business=there.business) for each in document.locations}
    for each in document.locations:
        found.save(rows[each.name], asdict(each))
    found.switch_off(known, rows)
    found.number([list(rows.values()), others(known, rows)], afresh=bool(rows.keys() - known.keys()))
    return rows


def resources(
    found: Differences, there: Standing, document: Document, places: dict[str, Location]
) -> dict[str, Resource]:
    """This will find what differs in the resources; gives those that the document names."""
    known, rows = by_name(there.rows(Resource)), {}
    for each in document.resources:
        row = rows[each.name] = known.get(each.name) or Resource(business=there.business)
        found.save(row, asdict(each) | {"location": places[each.location]})
    found.switch_off(known, rows)
    return rows


def services(found: Differences, there: Standing, document: Document, now: dt.datetime) -> dict[str, Service]:
    """This will find what differs in categories and services; gives the services that the document names."""
    headings, regrouped = _categories(found, there, document)
    known, rows = by_name(there.rows(Service)), {}
    for heading in document.categories:
        above = headings[heading.name] if heading.name else None
        for each in heading.services:
            row = rows[each.name] = known.get(each.name) or Service(business=there.business)
            regrouped |= row.pk is None or row.category_id != (above.pk if above else None)
            found.save(row, asdict(each) | {"category": above}, updated_at=now)
    found.switch_off(known, rows, updated_at=now)
    groups = [[rows[each.name] for each in heading.services] for heading in document.categories]
    found.number([*groups, others(known, rows)], afresh=regrouped, updated_at=now)
    used = {row.category_id for row in [*known.values(), *rows.values()]}
    found.delete(row for row in there.rows(Category) if row.pk not in used and row.name not in headings)
    return rows


def _categories(found: Differences, there: Standing, document: Document) -> tuple[dict[str, Category], bool]:
    """This will find what differs in the headings, and say whether they come to stand in another order."""
    known = by_name(there.rows(Category))
    before = in_order(known.values())
    rows = {
        each.name: known.get(each.name) or Category(business=there.business)
        for each in document.categories
        if each.name
    }
    for name, row in rows.items():
        found.save(row, {"name": name})
    found.number([list(rows.values()), others(known, rows)], afresh=bool(rows.keys() - known.keys()))
    return rows, [row for row in before if row.name in rows] != list(rows.values())
