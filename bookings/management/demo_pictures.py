"""The demo's pictures: in the way of uploaded ones, by the names of what they show. Drawn by `tools/demo_pictures`."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

from businesses import diary, drawing, kept_pictures
from businesses.models import Business, Service, StaffMember

FOLDER = Path(settings.BASE_DIR) / "businesses" / "demo_pictures"
LOGO = "kastanie"


def hang(business: Business, *, now: dt.datetime) -> int:
    """This will give the demo's logo, services and people their pictures, and say how many."""
    rows: list[tuple[Business | Service | StaffMember, str, str]] = [(business, "logo_url", LOGO)]
    for model in (Service, StaffMember):
        named = model._default_manager.filter(business=business)
        rows += [(row, "photo_url", slugify(row.name.replace("'", ""))) for row in named]
    found = [(row, column, FOLDER / f"{name}.webp") for row, column, name in rows]
    found = [each for each in found if each[2].exists()]
    with diary.changing(business.pk):
        for row, column, file in found:
            drawn = drawing.drawn_here(file.read_bytes(), of=business.uuid)
            setattr(row, column, kept_pictures.keep(business, drawn, now=now))
            row.save(update_fields=[column])
        kept_pictures.drop_unused(business.pk)
    return len(found)
