"""How often somebody may do something: exact counts in the database, whatever the number of servers.

A window is counted by one statement that adds and reads at once, so of any number of simultaneous calls exactly as
many pass as the limit says. The window before still counts by the share of it that lies within the last
`per_seconds`, so that nobody does twice as much across the border of two windows.

Take outside a transaction: there the count's row is locked for one short statement. Within `atomic()` it is right too,
but locked until that ends, and taken back with it. A database that fails refuses: its error is not caught here.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from businesses import addresses, security_log
from businesses.models import Tally

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RULE = re.compile(r"(?P<name>[a-z_]+)=(?P<count>\d{1,7})(/(?P<length>\d{1,4})(?P<unit>[smhd]))?")
GRAMMAR = "Write rules such as holds=30/10m,bookings=20/1h,emails=5/1h,finds=5/15m,held=12, or none."
UNLIMITED = 0
WIDER = 8  # times as often as one network may a site of many do something
LONGEST_SECONDS = UNITS["d"]  # `purge` relies on it


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` times within `per_seconds`, a day at the longest; a count of 0 is no limit."""

    name: str
    count: int
    per_seconds: int

    def __post_init__(self) -> None:
        if self.count < 0 or not 1 <= self.per_seconds <= LONGEST_SECONDS:
            raise ValueError(f"{self} has a count below 0 or a time that is not from a second to a day.")


class Exceeded(Exception):
    """It was done too often; after `retry_after_seconds` once more is allowed, if nobody else takes it."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


# A salon's guests may all sit behind one address of an office or a telephone company. From half of `holds` and
# `bookings` on each time costs a moment's wait (`bookings/wizard/moments.py`), which a person hardly notices.
OF_GUESTS = (
    Limit("holds", 120, 600),
    Limit("forms", 240, 600),  # in which a guest types something
    Limit("bookings", 60, 3600),
    Limit("emails", 10, 3600),
    Limit("finds", 5, 900),
    Limit("codes", 10, 3600),  # a code, whoever looks for it, and whether there is one
    Limit("dates", 12, 86400),  # bookings of one date of a business, by an address
)
# What one caller may keep from others at one business, before it is sure that they come: holds in all and of one date,
# requests that wait for a yes, and requests of one customer.
AT_ONCE = {"held": 12, "held_a_day": 6, "pending": 20, "pending_of": 6}
# To one address, from all businesses: whoever has it need not have asked for any of them.
MAILS = Limit("mails", 20, 3600)
MAILS_A_DAY = Limit("mails_a_day", 60, 86400)
MISLAID = Limit("mislaid", 3, 3600)  # an address at a business, whoever has its bookings mailed, and whether it has any
# At the dashboard's door. Each is counted by whom it names.
LOGINS = Limit("logins", 10, 900)  # an address and a user name; forgotten once the password was right
LOGINS_FROM = Limit("logins_from", 100, 900)  # an address
LOGINS_KNOWN = Limit("logins_known", 30, 900)  # a browser in which this user has signed in before, instead of both
DEVICE_MAILS = Limit("device_mails", 10, 86400)  # a user
RESETS_FROM = Limit("resets_from", 20, 3600)  # an address
RESETS = Limit("resets", 5, 3600)  # an e-mail
STARTS_FROM = Limit("starts_from", 10, 3600)  # an address
STARTS = Limit("starts", 3, 86400)  # an e-mail
INVITATIONS = Limit("invitations", 30, 3600)  # a business
# Of somebody whose password was right, or who is signed in; forgotten once they got it right.
CODES = Limit("codes", 5, 900)  # a user
CODES_A_DAY = Limit("codes_a_day", 50, 86400)  # a user
PROOFS = Limit("proofs", 10, 900)  # a user, who writes the password again
PASSKEYS_FROM = Limit("passkeys_from", 60, 900)  # an address


def take(limit: Limit, who: str, *, now: dt.datetime) -> None:
    """This will count one more time that somebody does something. Raises `Exceeded` when it was once too often.

    A refused try is not counted: trying on does not make the wait any longer.
    """
    if limit.count == UNLIMITED:
        return
    seconds = int(now.timestamp())
    window = seconds - seconds % limit.per_seconds
    key = _key(limit.name, who)
    count = _counted(limit.name, key, window)
    before = Tally.objects.filter(name=limit.name, who=key, window=window - limit.per_seconds).values_list("count")
    earlier = min(next(iter(before), (0,))[0], limit.count)
    left = limit.per_seconds - seconds % limit.per_seconds
    if count + earlier * left // limit.per_seconds > limit.count:
        _give_back(limit, key, seconds)
        security_log.note("limit reached", limit=limit.name, who=key[:12])
        raise Exceeded(_wait(limit, counted=count - 1, earlier=earlier, left=left))


def take_from(limit: Limit, address: str, *, now: dt.datetime) -> None:
    """This will count one more time for whoever calls from an address: the one way to a limit by address.

    An IPv6 network of 2⁶⁴ addresses is one caller, and the site of 65,536 such networks has `WIDER` times the limit.
    Raises `Exceeded`.
    """
    near, wide = addresses.networks(address)
    take(limit, near, now=now)
    if not wide:
        return
    try:
        take(Limit(f"{limit.name}_site", limit.count * WIDER, limit.per_seconds), wide, now=now)
    except Exceeded:
        _give_back(limit, _key(limit.name, near), int(now.timestamp()))
        raise


def is_near_from(limit: Limit, address: str, *, now: dt.datetime) -> bool:
    """This will tell whether whoever calls from an address has used up half of a limit. It counts nothing."""
    return is_near(limit, addresses.networks(address).near, now=now)


def is_near(limit: Limit, who: str, *, now: dt.datetime) -> bool:
    """This will tell whether somebody has used up half of a limit. It counts nothing."""
    seconds = int(now.timestamp())
    window = seconds - seconds % limit.per_seconds
    key = _key(limit.name, who)
    counts = Tally.objects.filter(name=limit.name, who=key, window__in=(window, window - limit.per_seconds))
    used = dict(counts.values_list("window", "count"))
    left = limit.per_seconds - seconds % limit.per_seconds
    earlier = used.get(window - limit.per_seconds, 0) * left // limit.per_seconds
    return limit.count != UNLIMITED and used.get(window, 0) + earlier >= limit.count / 2


def in_turn(name: str, who: str) -> None:
    """This will let everybody else who comes by the same name wait until this transaction is over."""
    _counted(name, _key(name, who), 0)  # of no window, since at the border of two nobody would wait


def forget(limit: Limit, who: str) -> None:
    """This will let somebody begin anew."""
    Tally.objects.filter(name=limit.name, who=_key(limit.name, who)).delete()


def is_first(name: str, what: str, *, made_at: dt.datetime) -> bool:
    """This will tell whether a thing is used for the first time, and count it: of many at once, one is the first.

    It is remembered for a day after it was made, and longer by what `purge` leaves: what is used must expire sooner.
    """
    return _counted(name, _key(name, what), int(made_at.timestamp())) == 1


def purge(now: dt.datetime) -> int:
    """This will drop the windows that count no more, and give their number."""
    return Tally.objects.filter(window__lt=int(now.timestamp()) - 2 * LONGEST_SECONDS).delete()[0]


def of_guests() -> dict[str, Limit]:
    """This will give the limits on the booking pages, as GUEST_LIMITS says. Raises `ImproperlyConfigured`."""
    return _read(settings.GUEST_LIMITS)[0]


def at_once() -> dict[str, int] | None:
    """This will give how much one caller may keep from others at once; None: any number."""
    return _read(settings.GUEST_LIMITS)[1]


@lru_cache
def _read(written: str) -> tuple[dict[str, Limit], dict[str, int] | None]:
    found, at_once = {limit.name: limit for limit in OF_GUESTS}, dict(AT_ONCE)
    if written.strip() == "none":
        return {name: replace(limit, count=UNLIMITED) for name, limit in found.items()}, None
    for part in filter(None, (part.strip() for part in written.split(","))):
        rule = RULE.fullmatch(part)
        if rule and int(rule["count"]) >= 1 and rule["name"] in at_once and rule["length"] is None:
            at_once[rule["name"]] = int(rule["count"])
            continue
        seconds = int(rule["length"]) * UNITS[rule["unit"]] if rule and rule["length"] else 0
        if not rule or rule["name"] not in found or int(rule["count"]) < 1 or not 1 <= seconds <= LONGEST_SECONDS:
            known = ", ".join([*found, *at_once])
            raise ImproperlyConfigured(
                f"GUEST_LIMITS: {part!r} is no rule (known: {known}; a count of 1 or more, a day at most). {GRAMMAR}"
            )
        found[rule["name"]] = Limit(rule["name"], int(rule["count"]), seconds)
    return found, at_once


def _key(name: str, who: str) -> str:
    return salted_hmac("businesses.limits", f"{name}:{who}", algorithm="sha256").hexdigest()


def _give_back(limit: Limit, key: str, seconds: int) -> None:
    """What is refused is not counted."""
    window = seconds - seconds % limit.per_seconds
    Tally.objects.filter(name=limit.name, who=key, window=window, count__gt=0).update(count=F("count") - 1)


def _wait(limit: Limit, *, counted: int, earlier: int, left: int) -> int:
    """The seconds until once more passes: what the window before weighs falls, or this window becomes the one before.

    `counted` and `earlier` are the counts of this window and the one before, `left` is what remains of this one.
    """
    if counted >= limit.count:
        return left + 1  # a second into the next window, a full one weighs one less
    return left - ((limit.count - counted) * limit.per_seconds - 1) // earlier


def _counted(name: str, who: str, window: int) -> int:
    """The count with this time in it, by one statement that SQLite and PostgreSQL both know."""
    table = connection.ops.quote_name(Tally._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, who, {connection.ops.quote_name('window')}, count) VALUES (%s, %s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (name, who, {connection.ops.quote_name('window')}) "
            f"DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [name, who, window],
        )
        return int(cursor.fetchone()[0])
