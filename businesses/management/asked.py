"""What several commands ask for."""

import difflib

from django.core.management.base import CommandError

from businesses.models import Business


def business_named(slug: str) -> Business:
    """This will give the business with that slug; raises CommandError with the nearest ones when there is none."""
    business = Business.objects.filter(slug=slug).first()
    if business:
        return business
    slugs = list(Business.objects.order_by("slug").values_list("slug", flat=True))
    near = difflib.get_close_matches(slug, slugs, n=3) or slugs[:5]
    hint = f"did you mean {' or '.join(near)}?" if near else "there is none yet; load_business makes one."
    raise CommandError(f"no business has the slug {slug!r}; {hint}")
