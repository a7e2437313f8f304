"""How events reach partners: who is told, one try, and what follows from its answer."""

import datetime as dt
import time
from email.utils import parsedate_to_datetime

from bookings.models import Attempt, Booking, Delivery, Event, WebhookEndpoint
from bookings.outbox import Delivered, GivenUp, Outcome, Retry, Skipped
from bookings.webhooks import endpoints, fetching, payloads, signing

GONE, SLOW_DOWN = 410, (429, 502, 504)
LONGEST_PAUSE = 24 * 3600
LEAST_PAUSE = 60  # for a receiver that is overloaded and does not say for how long
SHOWN = 1500


class Webhooks:
    """At once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h: ten tries in 75 hours."""

    name = Delivery.Channel.WEBHOOK
    schedule = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)

    def plan(self, event: Event, *, now: dt.datetime) -> list[Delivery]:
        """This will make a delivery for each of the business's endpoints that chose this type of event."""
        if not event.wire_type:
            return []
        active = WebhookEndpoint.objects.filter(business_id=event.business_id, active=True)
        return [endpoints.planned(event, each, due_at=now) for each in active if endpoints.wants(each, event)]

    def send(self, delivery: Delivery, *, now: dt.datetime) -> Outcome:
        """This will post the event once, signed, and read what the receiver wants from its answer."""
        endpoint = delivery.endpoint
        if endpoint is None or not endpoint.active:
            return Skipped("the endpoint is switched off")
        if delivery.event is not None and not delivery.event.wire_type:
            return Skipped("partners are not told of this")
        if delivery.event is None:
            body, name = endpoints.test_body(now), str(delivery.uuid)
        else:
            booking = Booking.objects.with_details().get(pk=delivery.event.booking_id)
            body, name = payloads.body_of(delivery.event, booking, endpoint), str(delivery.event.uuid)
        try:
            keys = endpoints.secrets_of(endpoint, now=now)
        except LookupError as error:
            return Retry(str(error), endpoint.url)
        signed = signing.headers(name, body, keys, now=now)
        plain = {"content-type": "application/json", "user-agent": payloads.user_agent()}
        outcome = self._posted(delivery, endpoint, plain, signed, body, now)
        if isinstance(outcome, Delivered):
            WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=False).update(failing_since=None)
        elif isinstance(outcome, Retry):
            WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=True).update(failing_since=now)
            if outcome.after_seconds:
                endpoints.pause(endpoint, until=now + dt.timedelta(seconds=outcome.after_seconds))
        return outcome

    def gave_up(self, delivery: Delivery, *, now: dt.datetime) -> None:
        """This will switch off an endpoint that took nothing for the whole schedule, and tell its owner.

        Where only this one event was refused time and again, while others arrived, the endpoint is well.
        """
        if delivery.endpoint is None:
            return
        long_ago = now - dt.timedelta(seconds=sum(self.schedule) * 0.85)  # jitter makes it shorter by a tenth at most
        failing = WebhookEndpoint.objects.filter(pk=delivery.endpoint.pk, failing_since__lte=long_ago).first()
        if failing is not None:
            endpoints.switch_off(failing, reason=delivery.last_answer, now=now)

    def _posted(
        self,
        delivery: Delivery,
        endpoint: WebhookEndpoint,
        plain: dict[str, str],
        signed: dict[str, str],
        body: bytes,
        now: dt.datetime,
    ) -> Outcome:
        began = time.monotonic()
        shown = {**plain, **{name: value for name, value in signed.items() if name != "webhook-signature"}}
        log = Attempt(business_id=delivery.business_id, delivery=delivery, started_at=now)
        log.request = "\n".join(f"{name}: {value}" for name, value in shown.items()) + f"\n\n{body.decode()[:SHOWN]}"
        try:
            answer = fetching.post(endpoint.url, headers={**plain, **signed}, body=body)
            log.status = answer.status
            log.answer = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())[:SHOWN]
            outcome = _read(answer, endpoint, now)
        except fetching.Refused as error:
            outcome = GivenUp(str(error), endpoint.url)
        except fetching.Unanswered as error:
            outcome = Retry(str(error), endpoint.url)
        log.milliseconds = int((time.monotonic() - began) * 1000)
        log.answer = log.answer or outcome.answer
        log.save()
        if isinstance(outcome, GivenUp):
            endpoints.switch_off(endpoint, reason=outcome.answer, now=now)
        return outcome


def _read(answer: fetching.Answer, endpoint: WebhookEndpoint, now: dt.datetime) -> Outcome:
    if 200 <= answer.status < 300:
        return Delivered(endpoint.url, f"HTTP {answer.status}")
    if answer.status == GONE:
        return GivenUp("HTTP 410: the receiver wants no more", endpoint.url)
    pause = _retry_after(answer.headers.get("retry-after", ""), now)
    if answer.status in SLOW_DOWN:
        pause = max(pause, LEAST_PAUSE)
    return Retry(f"HTTP {answer.status}", endpoint.url, min(pause, LONGEST_PAUSE))


def _retry_after(text: str, now: dt.datetime) -> float:
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
        return max(0.0, (until.replace(tzinfo=until.tzinfo or dt.UTC) - now).total_seconds())
    except (TypeError, ValueError):
        return 0.0
