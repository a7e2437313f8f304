"""How a partner gets at a business's times: the owner asks, the platform decides, the owner makes keys and ends them.

A secret leaves this module once, as the answer of the verb that made it. Nothing here logs, keeps or repeats one.
"""

import datetime as dt
import uuid

from django.db import transaction

from businesses.models import ApiAccessRequest, ApiKey, ApiKeyGrant, Business, Customer, Dialect, Rights, User
from businesses.models.api_key import DEFAULT_RATE_LIMIT
from businesses.models.rights import EVERYTHING

OVERLAP = dt.timedelta(hours=24)
LONGEST_OVERLAP = dt.timedelta(days=30)
LONGEST = 4000  # characters of a use case or a reason
Status = ApiAccessRequest.Status
SHOWN_ALREADY = "This key was shown already; rotate it if you lost it."


class Refused(Exception):
    """It cannot be done; `words` say why, to the person who tried."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def request(*, business: Business, dialect: str, use_case: str, by: User, now: dt.datetime) -> ApiAccessRequest:
    """This will ask the platform for a dialect. Raises `Refused`: asked or approved already, or no use case given."""
    title, use_case = Dialect(dialect).label, _typed(use_case)
    if not use_case:
        raise Refused("Please say in a sentence or two what you want to do with it.")
    with transaction.atomic():
        _lock(business)
        asked = ApiAccessRequest.objects.filter(business=business, dialect=dialect)
        if asked.filter(status=Status.APPROVED).exists():
            raise Refused(f"{title} is approved already: you can make a key now.")
        if asked.filter(status=Status.PENDING).exists():
            raise Refused(f"You have asked for {title} already. Please wait for the answer; we will write to you.")
        made = ApiAccessRequest(business=business, dialect=dialect, use_case=use_case, requested_by=by)
        made.save()
        # the column fills itself by the system's clock; what `now` says is what counts
        ApiAccessRequest.objects.filter(pk=made.pk).update(created_at=now)
        made.created_at = now
    return made


def approve(asked: ApiAccessRequest, *, by: User, now: dt.datetime) -> None:
    """This will let the business make keys of the dialect. Raises `Refused` when that is so already."""
    _decide(asked, Status.APPROVED, reason="", by=by, now=now)


def refuse(asked: ApiAccessRequest, *, reason: str, by: User, now: dt.datetime) -> None:
    """This will say no, with a reason for the owner; an approval is taken back, but keys that are out stay valid.

    Raises `Refused` without a reason, or when it was refused already.
    """
    reason = _typed(reason)
    if not reason:
        raise Refused("Please give a reason: the owner reads it.")
    _decide(asked, Status.REFUSED, reason=reason, by=by, now=now)


def may_issue(business: Business, dialect: str) -> bool:
    """This will tell whether the platform has approved a dialect for a business."""
    return ApiAccessRequest.objects.filter(business=business, dialect=dialect, status=Status.APPROVED).exists()


def issue(
    *,
    business: Business,
    dialect: str,
    by: User,
    now: dt.datetime,
    rate_limit: int | None = DEFAULT_RATE_LIMIT,
    rights: Rights = EVERYTHING,
    customer: Customer | None = None,
    ticket: uuid.UUID | None = None,
) -> tuple[ApiKey, str]:
    """This will make a key of an approved dialect and give it with its secret, which nobody can ask for again.

    With a `customer` it opens what that customer has, and nothing else. A form's `ticket` makes one key, however often
    it is sent. Raises `Refused`: not approved, or the ticket is used.
    """
    with transaction.atomic():
        _lock(business)
        if not may_issue(business, dialect):
            raise Refused(f"{Dialect(dialect).label} is not approved for {business.name} yet.")
        _refuse_used(business, ticket)
        return ApiKey.issue(
            business=business, dialect=dialect, customer=customer, rate_limit=rate_limit, rights=rights, ticket=ticket
        )


def rotate(
    key: ApiKey, *, now: dt.datetime, overlap: dt.timedelta = OVERLAP, ticket: uuid.UUID | None = None
) -> tuple[ApiKey, str]:
    """This will give a new key like this one, with its secret; this one ends after the overlap, 30 days at most.

    What the old key may do the new one may: limit, customer, rights, grants, and an end that was set beforehand. Raises
    `Refused` when the key is at its end or has been rotated before, or the ticket is used.
    """
    with transaction.atomic():
        _lock(key.business)
        _refuse_used(key.business, ticket)
        old = ApiKey.objects.select_for_update(of=("self",)).select_related("business", "customer").get(pk=key.pk)
        _refuse_to_rotate(old, now)
        made, secret = ApiKey.issue(
            business=old.business,
            dialect=old.dialect,
            customer=old.customer,
            rate_limit=old.rate_limit,
            rights=old.rights,
            expires_at=old.expires_at,
            ticket=ticket,
            replaces=old,
        )
        granted = [ApiKeyGrant(business_id=each.business_id, key=made) for each in old.grants.all()]
        ApiKeyGrant.objects.bulk_create(granted)
        key.expires_at = now + min(overlap, LONGEST_OVERLAP)
        if old.expires_at is not None:
            key.expires_at = min(key.expires_at, old.expires_at)
        ApiKey.objects.filter(pk=old.pk).update(expires_at=key.expires_at)
    return made, secret


def revoke(key: ApiKey, *, now: dt.datetime) -> None:
    """This will end a key at once; once is enough."""
    ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now)
    key.refresh_from_db(fields=["revoked_at"])


def grant(prefix: str, *, business: Business, now: dt.datetime) -> ApiKeyGrant | None:
    """This will let a partner's Booxi key act for a further business; None: it is that business's own key.

    Raises `Refused` when no working Booxi key begins with `prefix`.
    """
    key = ApiKey.objects.live(now).filter(prefix=_typed(prefix), dialect=Dialect.BOOXI).first()
    if key is None:
        raise Refused(
            "No working Booxi key begins like that. Ask your partner for the first 12 characters of their key, "
            "such as bxp_1a2b3c4d."
        )
    if key.business_id == business.pk:
        return None
    return ApiKeyGrant.objects.get_or_create(business=business, key=key)[0]


def withdraw(granted: ApiKeyGrant) -> None:
    """This will end a business's consent at once."""
    granted.delete()


def _typed(text: str) -> str:
    """What somebody typed, as any database takes it."""
    return text.replace("\0", "").strip()[:LONGEST]


def _decide(asked: ApiAccessRequest, status: str, *, reason: str, by: User, now: dt.datetime) -> None:
    decision = {"status": status, "reason": reason, "decided_by": by, "decided_at": now}
    if not ApiAccessRequest.objects.filter(pk=asked.pk).exclude(status=status).update(**decision):
        raise Refused(f"This request is {Status(status).label} already.")
    asked.refresh_from_db()


def _refuse_to_rotate(old: ApiKey, now: dt.datetime) -> None:
    if old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= now + OVERLAP):
        raise Refused(f"{old} has ended or is about to end. Make a new key instead.")
    if newer := old.replaced_by.first():
        raise Refused(f"{old} was rotated before: {newer} takes its place. Make a new key instead.")


def _refuse_used(business: Business, ticket: uuid.UUID | None) -> None:
    if ticket is not None and ApiKey.objects.filter(business=business, uuid=ticket).exists():
        raise Refused(SHOWN_ALREADY)


def _lock(business: Business) -> None:
    """One after another within a business: two clicks at the same moment are a repeat, not two requests."""
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
