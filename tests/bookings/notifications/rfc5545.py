"""A second reader of calendar files, strict: the grammar of RFC 5545 line by line, and what RFC 5546 asks of a method.

It shares nothing with the library that writes them. Whatever is not as it must be is an `AssertionError` in words.
"""

import re
from typing import NamedTuple

NAME = r"[A-Za-z0-9-]+"
QUOTED, PLAIN = r'"[^"\x00-\x08\x0a-\x1f\x7f]*"', r'[^"\x00-\x08\x0a-\x1f\x7f;:,]*'
PARAMETER = rf";{NAME}=(?:{QUOTED}|{PLAIN})(?:,(?:{QUOTED}|{PLAIN}))*"
LINE = re.compile(rf"(?P<name>{NAME})(?P<parameters>(?:{PARAMETER})*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)")
ONE = re.compile(rf";({NAME})=((?:{QUOTED}|{PLAIN})(?:,(?:{QUOTED}|{PLAIN}))*)")
LONGEST = 75  # octets

DATE_TIME, UTC = re.compile(r"\d{8}T\d{6}Z?"), re.compile(r"\d{8}T\d{6}Z")
TEXT = re.compile(r"(?:\\[\\;,nN]|[^\\;,])*")
RULE = re.compile(
    r"FREQ=YEARLY;BYDAY=-?\dMO|FREQ=YEARLY;BYDAY=-?[1-5](?:MO|TU|WE|TH|FR|SA|SU);BYMONTH=(?:[1-9]|1[0-2])"
)
VALUES = {
    "DTSTAMP": UTC,
    "LAST-MODIFIED": UTC,
    "DTSTART": DATE_TIME,
    "DTEND": DATE_TIME,
    "RECURRENCE-ID": DATE_TIME,
    "RRULE": RULE,
    "SEQUENCE": re.compile(r"\d+"),
    "TZOFFSETFROM": re.compile(r"[+-]\d{4}(?:\d\d)?"),
    "TZOFFSETTO": re.compile(r"[+-]\d{4}(?:\d\d)?"),
    "STATUS": re.compile("TENTATIVE|CONFIRMED|CANCELLED"),
    "CLASS": re.compile("PUBLIC|PRIVATE|CONFIDENTIAL"),
    "METHOD": re.compile("PUBLISH|REQUEST|CANCEL"),
    "VERSION": re.compile(r"2\.0"),
    "ORGANIZER": re.compile(r"mailto:[^\s@]+@[^\s@]+"),
    "ATTENDEE": re.compile(r"mailto:[^\s@]+@[^\s@]+"),
    "URL": re.compile(r"https?://\S+"),
    "CONFERENCE": re.compile(r"https?://\S+"),
    **dict.fromkeys(("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "PRODID", "TZID", "TZNAME"), TEXT),
}

# How often a property may stand in an event of a method: "1", "0-1", "0".
ALWAYS = {"DTSTAMP": "1", "UID": "1", "DTSTART": "1", "DTEND": "1", "SUMMARY": "1", "SEQUENCE": "1", "ORGANIZER": "1"}
OFTEN = {
    "PUBLISH": {**ALWAYS, "ATTENDEE": "0"},
    "REQUEST": {**ALWAYS, "ATTENDEE": "1"},
    "CANCEL": {**ALWAYS, "ATTENDEE": "1", "STATUS": "1"},
}
ONCE_AT_MOST = ("LOCATION", "DESCRIPTION", "URL", "STATUS", "CLASS", "RECURRENCE-ID", "LAST-MODIFIED")
STATUSES = {
    "PUBLISH": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "REQUEST": {"TENTATIVE", "CONFIRMED"},
    "CANCEL": {"CANCELLED"},
}


class Property(NamedTuple):
    """A line of a file, unfolded; text as it was before it was escaped."""

    name: str
    parameters: dict[str, str]
    value: str


class Component(NamedTuple):
    """What stands between BEGIN and END."""

    name: str
    properties: list[Property]
    within: list["Component"]

    def all(self, name: str) -> list[Property]:
        """This will give the properties of a name."""
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> str:
        """This will give the value of a property that must stand once."""
        (found,) = self.all(name)
        return found.value


def read(content: bytes) -> Component:
    """This will read a file that holds one calendar, and check it."""
    lines = [_property(line) for line in _unfolded(content)]
    calendar, rest = _component(lines)
    assert calendar.name == "VCALENDAR", f"it begins with {calendar.name}"
    assert not rest, "something stands behind the calendar"
    _check(calendar)
    return calendar


def _unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n"), "the last line does not end"
    raw = content[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in raw), "a line ends without CR LF"
    assert max(map(len, raw)) <= LONGEST, "a line is longer than 75 octets"
    for line in raw:
        line.decode("utf-8")  # no letter may be cut in two
    return content[:-2].decode("utf-8").replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")


def _property(line: str) -> Property:
    found = LINE.fullmatch(line)
    assert found, f"no content line: {line!r}"
    parameters = {name.upper(): value.strip('"') for name, value in ONE.findall(found["parameters"])}
    name, value = found["name"].upper(), found["value"]
    if name in VALUES:
        assert VALUES[name].fullmatch(value), f"{name} is no {value!r}"
    if VALUES.get(name) is TEXT:
        value = re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)
    return Property(name, parameters, value)


def _component(lines: list[Property]) -> tuple[Component, list[Property]]:
    first, *rest = lines
    assert first.name == "BEGIN", f"{first.name} instead of BEGIN"
    found = Component(first.value, [], [])
    while rest[0].name != "END":
        if rest[0].name == "BEGIN":
            inner, rest = _component(rest)
            found.within.append(inner)
        else:
            assert not found.within, "a property stands behind a component"
            found.properties.append(rest[0])
            rest = rest[1:]
    assert rest[0].value == found.name, f"{found.name} ends as {rest[0].value}"
    return found, rest[1:]


def _check(calendar: Component) -> None:
    method = calendar.one("METHOD")
    assert calendar.one("PRODID")
    assert calendar.one("VERSION") == "2.0"
    events = [each for each in calendar.within if each.name == "VEVENT"]
    zones = {each.one("TZID"): each for each in calendar.within if each.name == "VTIMEZONE"}
    assert len(events) + len(zones) == len(calendar.within), "something else is in it, or a zone is there twice"
    assert events, "there is nothing in it"
    named = {each.parameters["TZID"] for event in events for each in event.properties if "TZID" in each.parameters}
    assert named == set(zones), f"it names {named} and has {set(zones)}"
    for zone in zones.values():
        assert {each.name for each in zone.within} <= {"STANDARD", "DAYLIGHT"}
        assert zone.within
    for event in events:
        _check_event(event, method)
    if method != "PUBLISH":
        assert len({each.one("UID") for each in events}) == 1, f"{method} is of one UID"
        keys = [tuple(each.all("RECURRENCE-ID")[:1] and [each.one("RECURRENCE-ID")]) for each in events]
        assert len(set(keys)) == len(keys), "an occurrence is there twice"


def _check_event(event: Component, method: str) -> None:
    assert not event.within, "an invitation has no alarm: reminders are mails"
    for name, often in OFTEN[method].items():
        assert len(event.all(name)) == int(often), f"{name} stands {len(event.all(name))} times in a {method}"
    for name in ONCE_AT_MOST:
        assert len(event.all(name)) <= 1, f"{name} stands more than once"
    for each in event.all("STATUS"):
        assert each.value in STATUSES[method], f"{each.value} in a {method}"
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        for each in event.all(name):
            assert ("TZID" in each.parameters) != each.value.endswith("Z"), f"{name} floats, or has two zones"
    for each in event.all("ATTENDEE"):
        assert each.parameters["PARTSTAT"] == "ACCEPTED"
        assert each.parameters["RSVP"] == "FALSE"
    assert not [each for each in event.properties if each.name in ("RRULE", "RDATE", "EXDATE")]
