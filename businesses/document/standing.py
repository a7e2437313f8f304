"""What stands in the database of the business that a document describes, as it was read at one version."""

from collections.abc import Sequence
from typing import TypeVar, cast

from businesses import diary
from businesses.models import Business
from businesses.models.tenant import TenantModel

Row = TypeVar("Row", bound=TenantModel)


class Standing:
    """The business with a slug and its rows, read without a lock; a new business, not saved yet, has none.

    The version of its set-up is read first, so that the rows are at least as new. `is_still` says whether it is the
    same: then nothing of the set-up was changed by anybody meanwhile.
    """

    def __init__(self, slug: str) -> None:
        key = Business.objects.filter(slug=slug).values_list("pk", flat=True).first()
        self.version = None if key is None else _version(key)
        known = None if key is None else Business.objects.filter(pk=key).first()
        self.business = known or Business(slug=slug)
        self._rows: dict[type[TenantModel], Sequence[TenantModel]] = {}

    @property
    def is_new(self) -> bool:
        """Whether there is no such business yet."""
        return self.business.pk is None

    @property
    def has_no_version(self) -> bool:
        """Whether nobody was booked there or changed anything yet: only then has a business no diary."""
        return not self.is_new and self.version is None

    def rows(self, model: type[Row]) -> list[Row]:
        """This will give the business's rows of a table, read once."""
        if model not in self._rows:
            self._rows[model] = [] if self.is_new else list(model._default_manager.filter(business=self.business))
        return cast(list[Row], self._rows[model])

    def is_still(self) -> bool:
        """This will say whether the set-up is what it was when it was read."""
        return self.is_new or _version(self.business.pk) == self.version


def _version(business_id: int) -> int | None:
    return diary.versions(business_id).get(diary.of_setup(business_id))
