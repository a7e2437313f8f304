"""Customers who are one person: who may be, and how one becomes the other.

alike = same_person.alike(customer)
filled = same_person.absorb(kept, merged)
"""

from django.db.models import Q

from businesses import customers, normal
from businesses.models import Customer

NAMES = ("first_name", "last_name")


def lacking(kept: Customer, merged: Customer) -> list[str]:
    """This will name what one customer has not and another has; a name counts as a whole."""
    named = bool(kept.full_name)
    return [
        name for name in customers.TYPED
        if getattr(merged, name) and not getattr(kept, name) and not (named and name in NAMES)
    ]  # fmt: skip


def absorb(kept: Customer, merged: Customer) -> list[str]:
    """This will let one customer be another, and name what the other had not and has now.

    What they were known by leads to the other from now on. The caller holds both rows, moves what points there, and
    says who is blocked.
    """
    filled = lacking(kept, merged)
    for name in (*filled, "phone_e164") if "phone" in filled else filled:  # what one has now, the other has not
        setattr(kept, name, getattr(merged, name))
        setattr(merged, name, "")
    kept.created_at = min(kept.created_at, merged.created_at)
    merged.merged_into = kept
    customers.settle(merged)
    if not merged.email and merged.phone_e164 == kept.phone_e164:
        merged.identity = None
    merged.save()
    customers.settle(kept)
    kept.save()
    Customer.objects.filter(merged_into=merged).update(merged_into=kept)
    return filled


def alike(customer: Customer, *, limit: int = 20) -> list[Customer]:
    """This will give the others who have the same name, however it is spelled, or the same phone: perhaps the same."""
    others = Customer.objects.filter(business=customer.business_id).current().exclude(pk=customer.pk)
    name = normal.folded(customer.full_name)
    same_phone = Q(phone_e164=customer.phone_e164) if customer.phone_e164 else Q(pk__in=[])
    found = others.filter(same_phone | (Q(folded__startswith=name) if name else Q(pk__in=[]))).order_by("id")
    return [
        each for each in found[: 10 * limit]
        if normal.folded(each.full_name) == name != "" or each.phone_e164 == customer.phone_e164 != ""
    ][:limit]  # fmt: skip
