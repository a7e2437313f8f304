"""A document may name pictures that were uploaded, but only those of its own business."""

from collections.abc import Iterator

from businesses import kept_pictures, pictures
from businesses.document.errors import Faults
from businesses.document.shape import Document
from businesses.models import Business

RULE = "this business has no such picture; leave it out, and upload the picture in the dashboard"


def check(business: Business, document: Document) -> None:
    """This will look whether the uploaded pictures that a document names are there. Raises `DocumentError`."""
    named = [(path, own) for path, address in _addresses(document) if (own := pictures.uploaded(address))]
    known = kept_pictures.paths(business) if named else set()
    faults = Faults()
    for path, own in named:
        if own.path not in known:
            faults.add(f"{path}: {RULE}")
    if faults:
        raise faults.refusal()


def _addresses(document: Document) -> Iterator[tuple[str, str]]:
    yield "logo_url", document.profile.logo_url
    for index, category in enumerate(document.categories):
        for number, service in enumerate(category.services):
            yield f"categories[{index}].services[{number}].photo_url", service.photo_url
    for index, person in enumerate(document.staff):
        yield f"staff[{index}].photo_url", person.photo_url
