"""Uploaded pictures and the rows that show them. Both change within `diary.changing`, so that nobody sees one half."""

import datetime as dt
import re
from collections.abc import Iterator

from businesses import pictures
from businesses.drawing import Drawn
from businesses.models import Business, Picture, Service, StaffMember

SHOWN_BY = ((Business, "pk", "logo_url"), (Service, "business", "photo_url"), (StaffMember, "business", "photo_url"))
NAME = re.compile(r"[0-9a-f]{32}-[1-9]\d{0,3}\.(jpg|png|webp)")


def keep(business: Business, drawn: Drawn, *, now: dt.datetime) -> str:
    """This will keep the files of a picture, once, and give its address as a column holds it."""
    digest = drawn.uploaded.digest
    rows = [
        Picture(business=business, digest=digest, name=name, data=data, uploaded_at=now)
        for name, data in drawn.files.items()
    ]
    Picture.objects.bulk_create(rows, ignore_conflicts=True)
    return drawn.uploaded.path


def paths(business: Business) -> set[str]:
    """This will give the paths of all files that were uploaded by a business, and by no other."""
    names = Picture.objects.filter(business=business).order_by().values_list("name", flat=True) if business.pk else ()
    return {f"{pictures.FOLDER}{name}" for name in names}


def has(business: Business, own: pictures.Uploaded) -> bool:
    """This will tell whether a picture was uploaded by this business."""
    return own.path in paths(business)


def drop_unused(business_id: int) -> int:
    """This will delete the pictures of a business that nothing of it shows any more, and give how many files."""
    return Picture.objects.filter(business=business_id).exclude(digest__in=set(_shown(business_id))).delete()[0]


def file_named(name: str) -> bytes | None:
    """This will give the content of a file; None: there is no such."""
    if not NAME.fullmatch(name):
        return None
    found = Picture.objects.filter(name=name).values_list("data", flat=True).first()
    return None if found is None else bytes(found)


def missing() -> Iterator[str]:
    """This will give a line for each row, of any business, that shows an uploaded picture which its business lacks."""
    known = set(Picture.objects.order_by().values_list("business", "digest").distinct())
    for model, key, column in SHOWN_BY:
        rows = model._default_manager.filter(**{f"{column}__startswith": pictures.FOLDER}).order_by("pk")
        for pk, business, address in rows.values_list("pk", key, column):
            own = pictures.uploaded(address)
            if own is None or (business, own.digest) not in known:
                yield f"{model._meta.model_name} {pk}: its business has no such picture as it shows"


def _shown(business_id: int) -> Iterator[str]:
    for model, key, column in SHOWN_BY:
        rows = model._default_manager.filter(**{key: business_id, f"{column}__startswith": pictures.FOLDER})
        for address in rows.order_by().values_list(column, flat=True):
            if own := pictures.uploaded(address):
                yield own.digest
