"""Values with rules of their own: money, times and dates, addresses, codes."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from businesses import cities, money, normal, online, pictures
from businesses.document.node import Node, shown

FIRST_YEAR, LAST_YEAR = 1970, 2199
NO_PHONES = {"AQ", "BV", "GS", "HM", "PN", "TF", "UM"}  # countries without a numbering plan of their own
_ORIGIN = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_LOCAL_ORIGIN = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?", re.ASCII)


def price(node: Node, currency: str) -> Decimal | None:
    """This will give an amount with the decimals that its currency has; None when left out."""
    value = node.value
    if value is None:
        return None
    written = format(value, "f") if isinstance(value, Decimal) else str(value).strip()
    amount = Decimal(written) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", written) else None
    if amount is None or isinstance(value, bool):
        node.fail(f'must be an amount such as "35.00", or null for "ask", not {shown(value)}')
    elif amount < 0:
        node.fail(f"must not be negative; {written} is")
    elif amount > money.highest(currency):
        node.fail(f"must be at most {money.highest(currency)}")
    elif not money.fits(amount, currency):
        node.fail(f"must have {money.rule(currency)}, not {shown(written)}")
    else:
        return money.rounded(amount, currency)
    return None


def clock(node: Node, *, closing: bool = False) -> int | None:
    """This will give a local time of day as minutes after midnight; "24:00" only as a closing time."""
    written = node.value.strip() if isinstance(node.value, str) else ""
    if closing and written == "24:00":
        return 24 * 60
    if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", written, re.ASCII):
        also = ' or "24:00"' if closing else ""
        node.fail(f'{shown(node.value)} is no time of day; write HH:MM such as "09:00"{also}')
        return None
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes)


def to_time(minutes: int) -> dt.time:
    """This will give the time of day that many minutes after midnight; 24:00 is 00:00."""
    return dt.time(minutes // 60 % 24, minutes % 60)


def day(node: Node) -> dt.date | None:
    """This will give a date; None when left out."""
    if node.value is None:
        return None
    written = node.value.strip() if isinstance(node.value, str) else ""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
            raise ValueError
        date = dt.date.fromisoformat(written)
    except ValueError:
        node.fail(f"{shown(node.value)} is no date; write YYYY-MM-DD such as 2030-12-24")
        return None
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        node.fail(f"must be a date of the years {FIRST_YEAR} to {LAST_YEAR}, not {written}")
        return None
    return date


def moment(node: Node, zone: ZoneInfo | None, *, fold: int) -> dt.datetime | None:
    """This will give the instant of a local wall time such as "2026-12-01T09:00".

    Where the clocks go back and a wall time comes twice, `fold` says which is meant; with an offset written after it
    (+01:00) there is no doubt. One that the clocks leap over is a fault. None: a fault, or the zone was one.
    """
    written = node.value.strip() if isinstance(node.value, str) else ""
    parts = _MOMENT.fullmatch(written)
    if not parts:
        node.fail(f'{shown(node.value)} is no local date and time; write YYYY-MM-DDTHH:MM such as "2030-12-24T09:00"')
        return None
    date, minutes = day(replace(node, value=parts[1])), clock(replace(node, value=parts[2]))
    if parts[3] not in (None, ":00"):
        node.fail(f"must be a whole minute; {written} has seconds")
        return None
    if date is None or minutes is None or zone is None:
        return None
    local = dt.datetime.combine(date, to_time(minutes))
    if parts[4]:
        return dt.datetime.fromisoformat(f"{local.isoformat()}{parts[4]}").astimezone(dt.UTC)
    instant = local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local:
        later = local.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
        node.fail(f"{written} does not exist in {zone.key}: the clocks go forward then; write {later:%Y-%m-%dT%H:%M}")
        return None
    return instant


def email(node: Node) -> str:
    """This will give an e-mail address; "" when left out."""
    typed = node.line(normal.LONGEST_TYPED)
    try:
        return normal.email(typed) if typed else ""
    except normal.Unsendable as fault:
        node.fail(f"{shown(typed)} {fault}")
    return ""


def phone(node: Node) -> str:
    """This will give a phone number as it was typed; one without quotes is read as digits."""
    value = node.value
    return (replace(node, value=str(value)) if type(value) is int else node).line(50)


def picture(node: Node) -> str:
    """This will give the address of a picture that pages may show, as its column holds it; "" when left out."""
    address = pictures.stored(node.line(500))
    try:
        if address:
            pictures.validate_web_address(address)
    except ValidationError:
        node.fail(f"{shown(address)} is no web address such as https://example.com/photo.jpg")
        return ""
    if address and (rule := pictures.fault(address)):
        node.fail(f"{shown(address)} {rule}")
    return address


def meeting(node: Node) -> str:
    """This will give the address of a video meeting, {random} in it or not; "" when left out."""
    address = node.line(online.LONGEST)
    if address and (rule := online.fault(address)):
        node.fail(f"{shown(address)} {rule}")
    return address


def origins(node: Node) -> list[str]:
    """This will give sites as a browser names them: https and a host, perhaps a port, nothing behind it."""
    seen: set[object] = set()
    found = []
    for item in node.items():
        origin = item.required().line(200)
        if origin and not (_ORIGIN.fullmatch(origin) or _LOCAL_ORIGIN.fullmatch(origin)):
            item.fail(f"{shown(origin)} is no origin; write https://www.example.com (http only for localhost), no path")
        item.unique(origin.lower(), seen, where="in the list")
        found.append(origin)
    return found


def slug(node: Node, *, default: str) -> str:
    """This will give the business's part of web addresses; `default` is made from the name and may be empty."""
    if not node.given:
        if not default:
            node.fail("cannot be made from the name; write one, such as north-elm")
        return default
    text = node.required().line(100)
    try:
        if text:
            validate_slug(text)
    except ValidationError:
        node.fail(f"{shown(text)} must have only letters a-z, digits, hyphens and underscores, such as north-elm")
    return text


def zone(node: Node) -> ZoneInfo | None:
    """This will give an IANA time zone; None: a fault."""
    name, known = node.required().line(64), cities.known()
    if not name:
        return None
    if name not in known:
        node.fail(f"{shown(name)} is no IANA time zone such as America/Chicago{node.hint(name, known)}")
        return None
    return ZoneInfo(name)


def currency(node: Node) -> str:
    """This will give three capital letters (ISO 4217) of a currency that people pay with."""
    code = _code(node, r"[A-Z]{3}", "must be a currency of three capital letters such as USD", default="USD")
    if code not in money.currencies():
        node.fail(f"{code} is no currency of ISO 4217 that people pay with; write three letters such as USD or EUR")
    return code


def country(node: Node) -> str:
    """This will give two capital letters (ISO 3166)."""
    code = _code(node, r"[A-Z]{2}", "must be a country of two capital letters such as US", default="US")
    if code not in phonenumbers.SUPPORTED_REGIONS | NO_PHONES:
        node.fail(f"{code} is no country of ISO 3166; write two letters such as US or GB")
    return code


def language(node: Node) -> str:
    """This will give a language tag of at most ten characters."""
    tag = r"(?=.{2,10}$)[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*"
    return _code(node, tag, "must be a language tag such as en or de-CH", default="en")


def color(node: Node, *, default: str = "", exact: bool = False) -> str:
    """This will give a colour: #rrggbb or, unless `exact`, a colour word too."""
    words = r"#[0-9a-fA-F]{6}" if exact else r"#[0-9a-fA-F]{6}|[a-zA-Z]{3,20}"
    return _code(node, words, 'must be a colour such as "#7c3aed"', default=default)


def _code(node: Node, pattern: str, rule: str, *, default: str) -> str:
    if not node.given:
        return default
    text = node.value if isinstance(node.value, str) else ""
    if not re.fullmatch(pattern, text, re.ASCII):
        node.fail(f"{rule}, not {shown(node.value)}")
        return default
    return text
