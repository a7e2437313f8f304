"""North Elm Studio and its people, as a document; and what a test needs to look at the rows."""

import copy
import datetime as dt
import json

from django.apps import apps

from businesses import diary, document

NOW = dt.datetime(2030, 5, 6, 12, 0, tzinfo=dt.UTC)

NORTH_ELM = {
    "name": "North Elm Studio",
    "slug": "north-elm",
    "timezone": "America/Chicago",
    "description": "Modern colour and styling\n\nBy appointment",
    "category": "Salon",
    "phone": "(202) 555-0100",
    "email": "hello@northelm.example",
    "address": "123 Main St",
    "hours": {
        "monday": [["09:00", "12:00"], ["13:00", "19:00"]],
        "friday": [["18:00", "02:00"]],
        "saturday": [["10:00", "24:00"]],
    },
    "special_days": [{"date": "2030-12-24", "periods": [["09:00", "12:00"]], "note": "Christmas Eve"}],
    "locations": [{"name": "Main", "address": "123 Main St"}, {"name": "Annex", "address": "9 Side St"}],
    "resources": [{"name": "Room 1", "kind": "room"}, {"name": "Room 2", "kind": "room", "location": "Annex"}],
    "categories": [
        {
            "name": "Cuts",
            "services": [
                {"name": "Fade", "description": "Classic fade", "duration_minutes": 45, "price": "35.00"},
                {"name": "Trim", "duration_minutes": 30, "price": "20.50"},
                {"name": "Color", "duration_minutes": 60, "price": "95.00", "buffer_after_minutes": 30},
            ],
        },
        {
            "name": "Wellness",
            "services": [
                {"name": "Massage", "duration_minutes": 60, "price": "80.00", "resource_kind": "room"},
                {"name": "Yoga", "duration_minutes": 60, "price": "12.00", "capacity": 8, "starts": "timetable"},
            ],
        },
    ],
    "staff": [
        {
            "name": "Maria Gomez",
            "job_title": "Lead stylist",
            "services": ["Fade", {"name": "Color", "duration_minutes": 50, "price": "110.00"}],
            "time_off": [{"from": "2030-12-01T09:00", "to": "2030-12-02T18:00", "reason": "holiday"}],
        },
        {
            "name": "Yuri Ito",
            "services": ["Yoga", "Massage"],
            "location": "Annex",
            "hours": {"monday": [["13:00", "20:00"]]},
            "special_days": [{"date": "2030-06-03", "periods": []}],
        },
    ],
    "timetable": [
        {
            "service": "Yoga",
            "weekday": "monday",
            "time": "18:00",
            "staff": "Yuri Ito",
            "from": "2030-01-07",
            "to": None,
            "except": ["2030-12-23"],
        }
    ],
    "customers": [
        {"first_name": "Jane", "last_name": "Doe", "email": "jane@example.com", "phone": "+12025550185"},
        {"first_name": "Bob", "last_name": "Bane", "phone": "(202) 555-0186", "blocked": True},
    ],
    "owners": [{"username": "elm", "email": "owner@northelm.example"}],
}

SMALL = {"name": "Quiet House", "timezone": "Asia/Karachi"}


def north_elm(**changes):
    """The document, for a test to change."""
    return copy.deepcopy(NORTH_ELM) | changes


def load(changed=None):
    """Loads a document given as plain values."""
    return document.load(json.dumps(changed or NORTH_ELM), now=NOW)


def rows():
    """Every row of every business, column by column, and who owns what."""
    models = [*apps.get_app_config("businesses").get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def versions(business):
    """The diary versions of a business, its people and its resources."""
    return diary.versions(business.pk)
