"""Which scope each endpoint of each dialect needs: all of it, so that nothing is mounted without a word about it."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver

from bookings.dialects import access, base, faults
from bookings.dialects import urls as dialect_urls
from businesses.models import Scope
from tests.bookings.dialects.booqara.answers import NOWHERE
from tests.bookings.dialects.every.cast import CUSTOMERS, SPEAKERS
from tests.partners import Partner

READ, BOOK, MANAGE = Scope
NEEDED = {
    "GET booking/business": READ,
    "GET booking/services": READ,
    "GET booking/staff": READ,
    "GET booking/dates": READ,
    "GET booking/slots": READ,
    "POST booking/appointments": BOOK,
    "GET booking/appointments/<str:id>": MANAGE,
    "DELETE booking/appointments/<str:id>": MANAGE,
    "GET api/v1/public/services": READ,
    "GET api/v1/public/availability": READ,
    "POST api/v1/public/reservations": BOOK,
    "GET api/v1/public/reservations/<str:code>": MANAGE,
    "PATCH api/v1/public/reservations/<str:code>/confirm": MANAGE,
    "PATCH api/v1/public/reservations/<str:code>/cancel": MANAGE,
    "GET v1/services": READ,
    "GET v1/services/<str:id>": READ,
    "GET v1/services/<str:id>/time-slots": READ,
    "GET v1/time-slots": READ,
    "GET v1/bookings": MANAGE,
    "POST v1/bookings": BOOK,
    "GET v1/bookings/<str:id>": MANAGE,
    "PATCH v1/bookings/<str:id>": MANAGE,
    "DELETE v1/bookings/<str:id>": MANAGE,
    "GET v1/bookings/<str:id>/customer": MANAGE,
    "PATCH v1/bookings/<str:id>/customer": MANAGE,
    "GET booking/v1/booking": MANAGE,
    "POST booking/v1/booking": BOOK,
    "GET booking/v1/booking/<str:id>": MANAGE,
    "PUT booking/v1/booking/<str:id>": MANAGE,
    "GET booking/v1/client": MANAGE,
    "POST bookings/customer": BOOK,
    "GET bookings/customer/<str:id>": MANAGE,
    "DELETE bookings/customer/<str:id>": MANAGE,
    "POST bookings/merchant": BOOK,
    "PATCH bookings/merchant/<str:id>": MANAGE,
    "DELETE bookings/merchant/<str:id>": MANAGE,
    "POST api/v1/bookings/customer": BOOK,
    "GET api/v1/bookings/customer/<str:id>": MANAGE,
    "DELETE api/v1/bookings/customer/<str:id>": MANAGE,
    "POST api/v1/bookings/merchant": BOOK,
    "PATCH api/v1/bookings/merchant/<str:id>": MANAGE,
    "DELETE api/v1/bookings/merchant/<str:id>": MANAGE,
    "POST partner/v1/holds": BOOK,
    "DELETE partner/v1/holds/<str:id>": BOOK,
    "POST partner/v1/holds/<str:id>/extend": BOOK,
    "GET partner/v1/events": MANAGE,
}
OURS = "partner/v1/"  # open to every dialect's keys
AGAIN = "api/v1/"  # before all that is Miketsu's, too
SCOPES = [(), *((scope,) for scope in Scope), (READ, BOOK), (BOOK, MANAGE), tuple(Scope)]


def mounted(patterns=dialect_urls.urlpatterns):
    """Every endpoint of every dialect: its method and path, and the view behind it."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from mounted(each.url_patterns)
            continue
        view = each.callback.cls
        for method in ("get", "post", "put", "patch", "delete"):
            if hasattr(view, method):
                yield f"{method.upper()} {each.pattern}", view


def test_every_endpoint_has_its_line_in_the_table():
    found = dict(mounted())
    assert set(found) == set(NEEDED)
    assert all(issubclass(view, base.DialectView) for view in found.values())


def is_of(line, voice):
    """Whether a line of the table is of a dialect, or open to all."""
    path = line.partition(" ")[2].removeprefix(AGAIN if "bookings/" in line else "")
    whose = max(
        (each.prefix[1:] + "/" for each in SPEAKERS if path.startswith(each.prefix[1:] + "/")), key=len, default=""
    )
    return path.startswith(OURS) or whose == voice.prefix[1:] + "/"


def is_for(line, voice):
    """Whether it is for the business's keys, for its customers' or for both."""
    if "bookings/customer" in line:
        return bool(voice.customer)
    return not voice.customer or "holds" in line


def speakers():
    """Each line of the table with each dialect whose keys open it."""
    for line in NEEDED:
        for voice in SPEAKERS:
            if is_of(line, voice) and is_for(line, voice):
                yield pytest.param(line, voice, id=f"{voice.name} {line}")


def others():
    """Each line of the table with each dialect that has it for the other kind of key."""
    for line in NEEDED:
        for voice in SPEAKERS:
            if is_of(line, voice) and not is_for(line, voice):
                yield pytest.param(line, voice, id=f"{voice.name} {line}")


@pytest.mark.parametrize(("line", "voice"), speakers())
@pytest.mark.parametrize("scopes", SCOPES, ids=lambda scopes: "+".join(scopes) or "none")
def test_an_endpoint_is_open_to_a_key_with_its_scope_and_to_no_other(elm, line, voice, scopes):
    method, path = line.split(" ")
    partner = Partner("/", voice.key(voice.secret(elm, scopes=scopes)))
    answer = partner(method, re.sub("<.*>", NOWHERE, path), voice.create(elm).body if method == "POST" else None)
    if NEEDED[line] in scopes:
        assert answer.status_code in (200, 201, 400, 404, 415)
    else:
        assert voice.refused(answer, 403)
        assert NEEDED[line].value in voice.said(answer.json())


@pytest.mark.parametrize(("line", "voice"), others())
def test_a_customers_key_opens_nothing_of_the_business_nor_the_businesses_what_is_a_customers(elm, line, voice):
    method, path = line.split(" ")
    partner = Partner("/", voice.key(voice.secret(elm)))
    answer = partner(method, re.sub("<.*>", NOWHERE, path), {} if method == "POST" else None)
    assert voice.refused(answer, 403)
    assert voice.said(answer.json()) == voice.phrasebook[faults.WrongCaller].words


def test_an_endpoint_is_closed_to_customers_unless_it_says_that_it_is_theirs():
    open_to_customers = {line for line, view in mounted() if access.Caller.CUSTOMER in view.callers}
    assert open_to_customers == {line for line in NEEDED if is_for(line, CUSTOMERS[0])}


def test_a_view_that_says_too_little_of_its_methods_is_not_mounted():
    class Silent(base.DialectView):
        def get(self, request):
            """Answers whoever comes."""

    for needs in ({}, {"POST": READ}, {"GET": READ, "POST": BOOK}):
        with pytest.raises(ImproperlyConfigured, match="which scope each of \\['GET'\\] of Silent needs"):
            Silent.as_view(needs=needs)
    assert Silent.as_view(needs={"GET": READ})


@pytest.mark.parametrize(
    ("caller", "kept"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("1234:5678:9abc:def0:1234:5678:9abc:def0", "1234:5678:9abc:def0::/64"),
        ("", ""),
        ("unix:" + "x" * 90, "unix:" + "x" * 40),
    ],
)
def test_of_an_address_its_network_is_kept(caller, kept):
    assert access.network_of(caller) == kept
