"""Documents of every shape that are right, made up by hypothesis."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from businesses import normal

TRICKY = "'\"#:-[]{},&*!|>%@`? yesnoYN0123456789.~=<+"
names_of_things = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from(TRICKY), min_size=1, max_size=12
).map(normal.name)
name = names_of_things.filter(bool)
breaks = st.sampled_from(["\n", "\n\n", "\r\n", "\t", "  ", "\u2028", ": ", " #", "- ", "\\"])
prose = st.none() | st.lists(names_of_things | breaks, max_size=6).map("".join)
clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
date = st.dates(dt.date(2026, 1, 1), dt.date(2060, 12, 31)).map(str)
price = st.none() | st.decimals(0, Decimal("99999999.99"), places=2).map(str)
minutes = st.integers(0, 1440)


def some_names(most):
    """Up to so many different names."""
    return st.lists(name, max_size=most, unique=True)


def any_of(words, most):
    """Up to so many different ones of these words."""
    return st.lists(st.sampled_from(words), max_size=most, unique=True) if words else st.just([])


@st.composite
def periods(draw):
    """Up to three periods of one day which do not overlap and end before midnight."""
    edges = sorted(draw(st.sets(st.integers(0, 1439), max_size=6)))
    return [[_label(opens), _label(closes)] for opens, closes in zip(edges[::2], edges[1::2], strict=False)]


def _label(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


week = st.dictionaries(st.sampled_from(["monday", "wednesday", "sunday"]), periods())
special_days = st.lists(
    st.fixed_dictionaries({"date": date}, optional={"periods": periods(), "note": name}),
    max_size=3,
    unique_by=lambda day: day["date"],
)
rotas = st.lists(
    st.fixed_dictionaries({"from": date}, optional={"weeks": st.lists(week, max_size=3)}),
    max_size=2,
    unique_by=lambda rota: rota["from"],
)


def service(title, kinds):
    """A service of that name, which may need a room of one of these kinds."""
    return st.fixed_dictionaries(
        {"name": st.just(title), "duration_minutes": st.integers(1, 1440)},
        optional={
            "description": prose,
            "price": price,
            "buffer_before_minutes": minutes,
            "buffer_after_minutes": minutes,
            "capacity": st.integers(1, 20),
            "min_participants_by_minutes": minutes,
            "resource_kind": st.sampled_from([None, *kinds]),
            "starts": st.sampled_from(["grid", "timetable", None]),
            "active": st.booleans(),
        },
    )


@st.composite
def person(draw, title, places, services):
    """A person of that name, at one of these places, who performs some of these services."""
    skills = [
        draw(st.sampled_from([each, {"name": each, "duration_minutes": 5}, {"name": each, "price": "1"}]))
        for each in draw(any_of(services, 4))
    ]
    optional = {
        "about": prose,
        "active": st.booleans(),
        "color": st.sampled_from(["#123456", "teal", None]),
        "location": st.sampled_from([None, *places]),
        "hours": st.none() | week,
        "rotas": rotas,
        "special_days": special_days,
    }
    return {"name": title, "services": skills} | draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def timetable(draw, services, people):
    """Weekly starts of the services that have a timetable, with people who perform them."""
    classes = {each["name"] for each in services if each.get("starts") == "timetable"}
    able = [
        (title, each["name"])
        for each in people
        for skill in each["services"]
        if (title := skill if isinstance(skill, str) else skill["name"]) in classes
    ]
    starts = draw(st.lists(st.tuples(st.sampled_from(able), clock), max_size=3, unique=True)) if able else []
    return [
        {"service": title, "staff": by, "weekday": "sunday", "time": at, "to": draw(st.none() | date)}
        for (title, by), at in starts
    ]


@st.composite
def documents(draw):
    """A whole document."""
    places, rooms = draw(some_names(3)), draw(some_names(3))
    kinds = [draw(name) for _ in rooms]
    services = [draw(service(title, kinds)) for title in draw(some_names(5))]
    people = [draw(person(title, places, [each["name"] for each in services])) for title in draw(some_names(3))]
    cut = draw(st.integers(0, len(services)))
    return {
        "name": draw(name),
        "slug": "made-up",
        "timezone": draw(st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"])),
        "description": draw(prose),
        "hours": draw(week),
        "special_days": draw(special_days),
        "locations": [{"name": title, "active": draw(st.booleans())} for title in places],
        "resources": [{"name": title, "kind": kind} for title, kind in zip(rooms, kinds, strict=True)],
        "categories": [{"name": draw(name), "services": services[:cut]}, {"name": None, "services": services[cut:]}],
        "staff": people,
        "timetable": draw(timetable(services, people)),
        "customers": [
            {"first_name": draw(name), "email": f"{title}@example.com", "blocked": draw(st.booleans())}
            for title in draw(any_of(["ann", "bob", "cat"], 2))
        ],
    }
