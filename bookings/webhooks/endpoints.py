"""What an owner does with the addresses that are told: set up, rotate, switch, try, send again."""

import datetime as dt
import json
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet

from bookings.models import Delivery, Event, WebhookEndpoint
from bookings.webhooks import secrets
from businesses.models import Business

OVERLAP = dt.timedelta(hours=24)
BATCH = 500


def create(
    *,
    business: Business,
    url: str,
    event_types: list[str] | None = None,
    format: str = WebhookEndpoint.Format.OWN,
    ticket: uuid.UUID | None = None,
) -> tuple[WebhookEndpoint, str]:
    """This will set up an endpoint and give it with its secret, which is shown this once.

    A form's `ticket` becomes the endpoint's UUID, so that the same form cannot make two.
    Raises `ValidationError` with what is wrong, under `url` and `event_types`.
    """
    secret = secrets.new_secret()
    endpoint = WebhookEndpoint(
        business=business,
        url=url,
        format=format,
        event_types=event_types or [],
        encrypted_secret=secrets.encrypted(secret),
        uuid=ticket or uuid.uuid4(),
    )
    endpoint.full_clean(validate_unique=False, validate_constraints=False)
    endpoint.save()
    return endpoint, secret


def rotate(endpoint: WebhookEndpoint, *, now: dt.datetime) -> str:
    """This will give an endpoint a new secret, shown this once; for a day the old one signs beside it."""
    secret = secrets.new_secret()
    endpoint.old_encrypted_secret, endpoint.old_secret_until = endpoint.encrypted_secret, now + OVERLAP
    endpoint.encrypted_secret = secrets.encrypted(secret)
    endpoint.save(update_fields=["encrypted_secret", "old_encrypted_secret", "old_secret_until"])
    return secret


def secrets_of(endpoint: WebhookEndpoint, *, now: dt.datetime) -> list[str]:
    """This will give the secrets that sign now, the newest first."""
    kept = [endpoint.encrypted_secret]
    if endpoint.old_encrypted_secret and endpoint.old_secret_until and endpoint.old_secret_until > now:
        kept.append(endpoint.old_encrypted_secret)
    return [secrets.decrypted(each) for each in kept]


def renew_secrets() -> int:
    """This will encrypt all endpoints' secrets anew under the first key, and give the number of endpoints.

    Raises `LookupError` when no key of the environment opens one; then nothing is written.
    """
    with transaction.atomic():
        kept = list(WebhookEndpoint.objects.select_for_update(no_key=True))
        for endpoint in kept:
            endpoint.encrypted_secret = secrets.renewed(endpoint.encrypted_secret)
            if endpoint.old_encrypted_secret:
                endpoint.old_encrypted_secret = secrets.renewed(endpoint.old_encrypted_secret)
        WebhookEndpoint.objects.bulk_update(kept, ["encrypted_secret", "old_encrypted_secret"], batch_size=BATCH)
    return len(kept)


def switch_off(endpoint: WebhookEndpoint, *, reason: str, now: dt.datetime, tells_owner: bool = True) -> None:
    """This will tell an endpoint nothing more, and its owner why, who may have done it; once is enough."""
    off = {"active": False, "switched_off_at": now, "switched_off_reason": reason[:200]}
    with transaction.atomic():
        if WebhookEndpoint.objects.filter(pk=endpoint.pk, active=True).update(**off) and tells_owner:
            Delivery.objects.create(
                business_id=endpoint.business_id,
                channel=Delivery.Channel.MAIL,
                endpoint=endpoint,
                kind="endpoint.switched_off",
                audience="owner",
                about={"url": endpoint.url, "reason": reason[:200]},
                dedupe=f"endpoint:{endpoint.pk}:off:{now.isoformat()}",
                due_at=now,
            )


def switch_on(endpoint: WebhookEndpoint) -> None:
    """This will tell an endpoint again of what happens from now on."""
    on = {"active": True, "switched_off_at": None, "switched_off_reason": "", "failing_since": None}
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**on)


def try_out(endpoint: WebhookEndpoint, *, now: dt.datetime) -> Delivery:
    """This will send an endpoint an event of no booking, to see whether it answers."""
    return Delivery.objects.create(
        business_id=endpoint.business_id,
        channel=Delivery.Channel.WEBHOOK,
        endpoint=endpoint,
        kind="endpoint.test",
        dedupe=f"endpoint:{endpoint.pk}:test:{now.isoformat()}",
        due_at=now,
    )


def pause(endpoint: WebhookEndpoint, *, until: dt.datetime) -> None:
    """This will let everything that an endpoint has yet to be told wait, for it asked for time."""
    waiting = Delivery.objects.filter(endpoint=endpoint, status=Delivery.Status.DUE, due_at__lt=until)
    waiting.filter(lease__isnull=True).update(due_at=until)


def planned(event: Event, endpoint: WebhookEndpoint, *, due_at: dt.datetime) -> Delivery:
    """This will give the unsaved delivery of an event to an endpoint; of the two there is never more than one."""
    return Delivery(
        business_id=event.business_id,
        event=event,
        booking_id=event.booking_id,
        channel=Delivery.Channel.WEBHOOK,
        endpoint=endpoint,
        kind=event.wire_type,
        dedupe=f"event:{event.uuid}:webhook:{endpoint.pk}",
        due_at=due_at,
    )


def wants(endpoint: WebhookEndpoint, event: Event) -> bool:
    """This will tell whether an endpoint is told of an event: it chose the type, and partners are told of it at all."""
    told_as = event.wire_type
    return bool(told_as) and (not endpoint.event_types or told_as in endpoint.event_types)


def replay(endpoint: WebhookEndpoint, *, since: dt.datetime, now: dt.datetime) -> int:
    """This will send again everything that an endpoint was told since an instant, and what it missed while it was off.

    Gives the number of events. Each keeps its id, so a receiver knows what it has already.
    """
    happened = Event.objects.filter(business=endpoint.business_id, occurred_at__gte=since, routed_at__isnull=False)
    events = [event for event in happened.order_by("position") if wants(endpoint, event)]
    with transaction.atomic():
        told = Delivery.objects.filter(
            endpoint=endpoint, channel=Delivery.Channel.WEBHOOK, event__occurred_at__gte=since
        )
        _again(told.filter(event__routed_at__isnull=False), now=now)
        rows = [planned(event, endpoint, due_at=now) for event in events]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(events)


def send_again(delivery: Delivery, *, now: dt.datetime) -> None:
    """This will send one delivery again, as if for the first time."""
    _again(Delivery.objects.filter(pk=delivery.pk), now=now)


def _again(deliveries: QuerySet[Delivery], *, now: dt.datetime) -> None:
    """What is in a sender's hands stays there; everything else is due now, as if for the first time."""
    free = deliveries.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now))
    free.update(status=Delivery.Status.DUE, due_at=now, attempts=0, delivered_at=None, lease=None, leased_until=None)


def test_body(now: dt.datetime) -> bytes:
    """This will give the body of a test event."""
    facts = {"type": "endpoint.test", "occurredAt": now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return json.dumps(facts).encode()
