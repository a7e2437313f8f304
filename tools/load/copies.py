"""Rows copied within the database, a hundred thousand in seconds, on SQLite and PostgreSQL alike.

What is copied gets keys of its own: the old ones and a step times the number of the copy. It needs Django to be set
up: `manage.py shell`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from bookings.models import Appointment, Booking, Delivery, Event, Place
from businesses.models import ApiKey, Business, Dialect, Diary, Service
from load import rows, shop

STEP = 1_000_000  # higher than any key there is before
NEIGHBOURS, BOOKINGS_EACH = 1000, 100
HISTORY, WEEKS = 10, 9  # so often the bookings of sixty days, each time so much earlier
Model = type[models.Model]


def neighbours(*, keys: int) -> list[dict[str, str]]:
    """This will make a thousand other businesses with a hundred bookings each, and keys for some of them."""
    business, service = _neighbour()
    tenants = [model for app in ("businesses", "bookings") for model in apps.get_app_config(app).get_models()]
    tenants = [model for model in tenants if any(field.name == "business" for field in model._meta.fields)]
    copies = range(1, NEIGHBOURS)
    new = {Booking: {"code": _random_code()}, Diary: {"owner": f"owner + n.i * {STEP}"}}
    with transaction.atomic():
        _copy(Business, copies, f"id = {business.pk}", {"slug": "slug || '-' || n.i"}, moving=[Business])
        for model in tenants:
            _copy(model, copies, f"business_id = {business.pk}", new.get(model, {}), moving=[Business, *tenants])
    shop.analyze()
    chosen = Service.objects.filter(name=service.name, business__slug__startswith=business.slug).order_by("pk")[:keys]
    return [_known(each) for each in chosen.select_related("business")]


def history(slug: str) -> None:
    """This will give a shop ten times as many bookings as it has, all of them over."""
    key = Business.objects.get(slug=slug).pk
    confirmed = f"SELECT id FROM {Booking._meta.db_table} WHERE status = 'confirmed'"  # noqa: S608 - our own table
    kept = f"business_id = {key} AND booking_id IN ({confirmed})"
    models_and_rows = {
        Appointment: f"business_id = {key} AND live",
        Booking: f"business_id = {key} AND status = 'confirmed'",
        Place: kept,
        Event: kept,
        Delivery: kept,
    }
    earlier = {**{name: _earlier(name) for name in ("starts_at", "ends_at", "listed_on")}, **_busy_earlier()}
    new = {"code": _random_code(), "dedupe": "dedupe || ':' || n.i"}
    with transaction.atomic():
        for model, which in models_and_rows.items():
            unnumbered = {"position": "NULL"} if model is Event else {}
            changed = {**earlier, **new, **unnumbered}
            _copy(model, range(NEIGHBOURS, NEIGHBOURS + HISTORY), which, changed, moving=models_and_rows)
    shop.analyze()


def _neighbour() -> tuple[Business, Service]:
    """The one that is copied: two people and a hundred bookings."""
    now = timezone.now()
    business, service, people = shop.house("neighbour", 2, Service(name="Cut", duration_minutes=45, price=35))
    dates = shop.dates(business, now)
    cells = [(date, hour, person) for date in dates for hour in range(shop.OPENS, shop.CLOSES, 2) for person in people]
    rows.write(
        rows.visit(service, person, None, starts_at, listed_on=date, ordered_at=now)
        for date, hour, person in cells[:BOOKINGS_EACH]
        for starts_at in [dt.datetime.combine(date, dt.time(hour), business.zone).astimezone(dt.UTC)]
    )
    return business, service


def _known(service: Service) -> dict[str, str]:
    _, secret = ApiKey.issue(business=service.business, dialect=Dialect.BOOQARA, rate_limit=None)
    return {"key": secret, "service": str(service.uuid)}


def _copy(model: Model, copies: range, which: str, new: Mapping[str, str], *, moving: Iterable[Model]) -> None:
    """This will copy the rows so often; `new` says columns in SQL, keys into the `moving` tables move with them."""
    moved = set(moving)
    columns = {}
    for field in model._meta.concrete_fields:
        quoted = connection.ops.quote_name(str(field.column))
        if field.primary_key or field.related_model in moved:
            value = f"{quoted} + n.i * {STEP}"
        elif field.name == "uuid":
            value = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
        else:
            value = new.get(field.name, quoted)
        columns[quoted] = value
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own models
            f"WITH RECURSIVE n(i) AS (SELECT {copies.start} UNION ALL SELECT i + 1 FROM n WHERE i < {copies.stop - 1}) "
            f"SELECT {', '.join(columns.values())} FROM {table} CROSS JOIN n WHERE {which}"
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _random_code() -> str:
    on_postgres = "upper(substr(md5(random()::text), 1, 12))"
    return on_postgres if connection.vendor == "postgresql" else "upper(hex(randomblob(6)))"


def _earlier(column: str) -> str:
    """A column of days or instants, moved by the weeks of its copy."""
    days = f"{7 * WEEKS} * (n.i - {NEIGHBOURS - 1})"
    if connection.vendor == "postgresql":
        return f"{column} - {days}" if column == "listed_on" else f"{column} - make_interval(days => {days})"
    return f"{'date' if column == 'listed_on' else 'datetime'}({column}, '-' || ({days}) || ' days')"


def _busy_earlier() -> dict[str, Any]:
    minutes = f"{7 * WEEKS * 1440} * (n.i - {NEIGHBOURS - 1})"
    return {name: f"{name} - {minutes}" for name in ("busy_from", "busy_until")}
