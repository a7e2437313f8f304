"""Every fault of a document is named by its path, with the rule and what would work."""

import json

import pytest

from businesses import document
from tests.businesses.cast import NOW, north_elm

NUL_OR_HALF = "has a character that no text can have (NUL or half of a surrogate pair)"


def faults(changed):
    with pytest.raises(document.DocumentError) as refusal:
        document.load(changed if isinstance(changed, str) else json.dumps(changed), now=NOW)
    return list(refusal.value.errors)


def put(value, *path):
    """A document in which that value stands at that path."""
    changed = north_elm(rules={}, page={})
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


SERVICE = ("categories", 0, "services", 2)
MARIA = ("staff", 0)
AWAY = (*MARIA, "time_off", 0)

FAULTS = [
    # the business
    (None, ("name",), "name: is required"),
    ("  ", ("name",), "name: is required"),
    (5, ("name",), "name: must be text, not 5; put it between quotes"),
    ("n" * 201, ("name",), "name: must have at most 200 characters, not 201"),
    ("two\nlines", ("name",), "name: must be one line without control characters"),
    ("a\0b", ("name",), f"name: {NUL_OR_HALF}"),
    ("\ud800", ("description",), f"description: {NUL_OR_HALF}"),
    ("bell\a", ("description",), "description: must not have control characters"),
    (
        "Nörth",
        ("slug",),
        "slug: 'Nörth' must have only letters a-z, digits, hyphens and underscores, such as north-elm",
    ),
    ("", ("slug",), "slug: is required"),
    ("s" * 101, ("slug",), "slug: must have at most 100 characters, not 101"),
    (None, ("timezone",), "timezone: is required"),
    ("CST6", ("timezone",), "timezone: 'CST6' is no IANA time zone such as America/Chicago; did you mean 'CST6CDT'?"),
    ("us$", ("currency",), "currency: must be a currency of three capital letters such as USD, not 'us$'"),
    ("usa", ("country",), "country: must be a country of two capital letters such as US, not 'usa'"),
    ("UK", ("country",), "country: UK is no country of ISO 3166; write two letters such as US or GB"),
    ("English", ("language",), "language: must be a language tag such as en or de-CH, not 'English'"),
    ("hello@", ("email",), "email: 'hello@' is no e-mail address such as jane@example.com"),
    (
        f"{'x' * 250}@a.example",
        ("email",),
        "email: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx... is longer than 254 ",
    ),
    (
        "javascript:alert(1)",
        ("logo_url",),
        "logo_url: 'javascript:alert(1)' is no web address such as https://example.com/photo.jpg",
    ),
    ("p" * 51, ("phone",), "phone: must have at most 50 characters, not 51"),
    ("a" * 301, ("address",), "address: must have at most 300 characters, not 301"),
    ("c" * 101, ("category",), "category: must have at most 100 characters, not 101"),
    # questions
    (
        [{"text": " "}],
        (*SERVICE, "questions"),
        "categories[0].services[2].questions[0].text: is required",
    ),
    (
        [{"text": "Why?", "kind": "txt"}],
        (*SERVICE, "questions"),
        "categories[0].services[2].questions[0].kind: must be one of text, choice, tick, not 'txt'; "
        "did you mean 'text'?",
    ),
    (
        [{"text": "Hair", "kind": "choice", "choices": ["short"]}],
        (*SERVICE, "questions"),
        "categories[0].services[2].questions: must give 2 to 30 choices for “Hair”, not 1",
    ),
    (
        [{"text": "Why?"}, {"text": "why?"}],
        (*SERVICE, "questions"),
        "categories[0].services[2].questions: must not ask “why?” twice",
    ),
    # online
    (
        "http://meet.example/a",
        (*SERVICE, "online"),
        "categories[0].services[2].online: 'http://meet.example/a' must begin with https://",
    ),
    # phases
    (
        [{"work": 30}, {"wait": 10}],
        (*SERVICE, "phases"),
        "categories[0].services[2].phases: must begin and end with work",
    ),
    (
        [{"work": 30}, {"work": 30}],
        (*SERVICE, "phases"),
        "categories[0].services[2].phases: must be work and wait by turns",
    ),
    (
        [{"work": 20}, {"wait": 20}, {"work": 10}],
        (*SERVICE, "phases"),
        "categories[0].services[2].phases: take 50 minutes together, but duration_minutes is 60",
    ),
    (
        [{"work": 1}, {"wait": 1}] * 11,
        (*SERVICE, "phases"),
        "categories[0].services[2].phases: must have at most 21 phases, not 22",
    ),
    (
        [{"work": 0}],
        (*SERVICE, "phases"),
        "categories[0].services[2].phases[0].work: must be a whole number from 1 to 1440, not 0",
    ),
    (
        [{"rest": 5}],
        (*SERVICE, "phases"),
        "categories[0].services[2].phases[0].rest: no such key; the keys here are work, wait",
    ),
    (
        [{"work": 30, "wait": 30}],
        (*SERVICE, "phases"),
        "categories[0].services[2].phases[0]: must be one of {work: minutes} and {wait: minutes}",
    ),
    (
        ["30"],
        (*SERVICE, "phases"),
        "categories[0].services[2].phases[0]: must be a mapping, not '30'; its keys are work, wait",
    ),
    ("30", (*SERVICE, "phases"), "categories[0].services[2].phases: must be a list, not '30'"),
    (
        [{"work": 20}, {"wait": 20}, {"work": 20}],
        (*SERVICE, "phases"),
        "staff[0].services[1].duration_minutes: 'Color' takes as long with everybody, since it has phases; "
        "leave its duration_minutes out",
    ),
    # rules and page
    ("no", ("rules",), "rules: must be a mapping, not 'no'; its keys are lead_time_minutes, window_days, "),
    (731, ("rules", "window_days"), "rules.window_days: must be a whole number from 0 to 730, not 731"),
    ("soon", ("rules", "window_days"), "rules.window_days: must be a whole number from 0 to 730, not 'soon'"),
    (7.5, ("rules", "window_days"), "rules.window_days: must be a whole number from 0 to 730, not 7.5"),
    (True, ("rules", "window_days"), "rules.window_days: must be a whole number from 0 to 730, not true"),
    (-1, ("rules", "lead_time_minutes"), "rules.lead_time_minutes: must be a whole number from 0 to 525600, not -1"),
    (
        0,
        ("rules", "slot_interval_minutes"),
        "rules.slot_interval_minutes: must be a whole number from 1 to 1440, not 0",
    ),
    (121, ("rules", "hold_minutes"), "rules.hold_minutes: must be a whole number from 1 to 120, not 121"),
    (
        0,
        ("rules", "pending_expiry_minutes"),
        "rules.pending_expiry_minutes: must be a whole number from 1 to 525600, not 0",
    ),
    (
        0,
        ("rules", "waitlist_offer_minutes"),
        "rules.waitlist_offer_minutes: must be a whole number from 1 to 525600, not 0",
    ),
    ("maybe", ("rules", "auto_confirm"), "rules.auto_confirm: must be true or false, not 'maybe'"),
    (1, ("rules", "window_day"), "rules.window_day: no such key; did you mean 'window_days'?"),
    (1, ("page", "zzz"), "page.zzz: no such key; the keys here are show_staff_selection, show_service_prices, "),
    ("red", ("page", "accent_color"), "page.accent_color: must be a colour such as \"#7c3aed\", not 'red'"),
    (
        ["https://a.example/path"],
        ("page", "embed_origins"),
        "page.embed_origins[0]: 'https://a.example/path' is no origin; write https://www.example.com "
        "(http only for localhost), no path",
    ),
    (
        ["http://a.example"],
        ("page", "embed_origins"),
        "page.embed_origins[0]: 'http://a.example' is no origin; write https://www.example.com "
        "(http only for localhost), no path",
    ),
    (
        ["https://a.example", "https://A.example"],
        ("page", "embed_origins"),
        "page.embed_origins[1]: 'https://a.example' stands twice; it must be unique in the list",
    ),
    # hours
    ([["09:00", "17:00"]], ("hours", "mondy"), "hours.mondy: no such key; did you mean 'monday'?"),
    (
        ["09:00", "17:00"],
        ("hours", "monday"),
        'hours.monday[0]: must be a pair of opening and closing such as ["09:00", "17:00"], not \'09:00\'',
    ),
    ("closed", ("hours", "monday"), "hours.monday: must be a list, not 'closed'"),
    (
        [["9am", "17:00"]],
        ("hours", "monday"),
        "hours.monday[0]: '9am' is no time of day; write HH:MM such as \"09:00\"",
    ),
    (
        [[540, "17:00"]],
        ("hours", "monday"),
        'hours.monday[0]: 540 is no time of day; write HH:MM such as "09:00"',
    ),
    (
        [["24:00", "02:00"]],
        ("hours", "monday"),
        "hours.monday[0]: '24:00' is no time of day; write HH:MM such as \"09:00\"",
    ),
    (
        [["09:00", "25:00"]],
        ("hours", "monday"),
        'hours.monday[0]: \'25:00\' is no time of day; write HH:MM such as "09:00" or "24:00"',
    ),
    (
        [["09:00", "12:00"], ["11:59", "13:00"]],
        ("hours", "monday"),
        "hours.monday[1]: overlaps the period that opens at 09:00",
    ),
    (
        [["13:00", "19:00"], ["09:00", "13:01"]],
        ("hours", "monday"),
        "hours.monday[0]: overlaps the period that opens at 09:00",
    ),
    (
        [["18:00", "10:01"]],
        ("hours", "friday"),
        "hours.friday[0]: runs past midnight into saturday's period that opens at 10:00; close it by then",
    ),
    (
        [["23:00", "09:30"]],
        ("hours", "sunday"),
        "hours.sunday[0]: runs past midnight into monday's period that opens at 09:00; close it by then",
    ),
    # special days
    (None, ("special_days", 0, "date"), "special_days[0].date: is required"),
    (
        "24.12.2030",
        ("special_days", 0, "date"),
        "special_days[0].date: '24.12.2030' is no date; write YYYY-MM-DD such as 2030-12-24",
    ),
    (
        "2030-02-30",
        ("special_days", 0, "date"),
        "special_days[0].date: '2030-02-30' is no date; write YYYY-MM-DD such as 2030-12-24",
    ),
    (
        "3030-01-01",
        ("special_days", 0, "date"),
        "special_days[0].date: must be a date of the years 1970 to 2199, not 3030-01-01",
    ),
    (
        [{"date": "2030-12-24"}, {"date": "2030-12-24"}],
        ("special_days",),
        "special_days[1].date: '2030-12-24' stands twice; it must be unique among the special days",
    ),
    (
        [["09:00", "09:00"], ["10:00", "11:00"]],
        ("special_days", 0, "periods"),
        "special_days[0].periods[1]: overlaps the period that opens at 09:00",
    ),
    ("n" * 201, ("special_days", 0, "note"), "special_days[0].note: must have at most 200 characters, not 201"),
    # places and resources
    (
        [{"name": "Main"}, {"name": "Main"}],
        ("locations",),
        "locations[1].name: 'Main' stands twice; it must be unique among the locations",
    ),
    (None, ("resources", 0, "kind"), "resources[0].kind: is required"),
    ("k" * 51, ("resources", 0, "kind"), "resources[0].kind: must have at most 50 characters, not 51"),
    (
        "Room 2",
        ("resources", 0, "name"),
        "resources[1].name: 'Room 2' stands twice; it must be unique among the resources",
    ),
    ("Anex", ("resources", 1, "location"), "resources[1].location: no location named 'Anex'; did you mean 'Annex'?"),
    # the catalogue
    (
        "Wellness",
        ("categories", 0, "name"),
        "categories[1].name: 'Wellness' stands twice; it must be unique among the categories",
    ),
    (
        "Yoga",
        (*SERVICE, "name"),
        "categories[1].services[1].name: 'Yoga' stands twice; it must be unique within the business",
    ),
    (None, (*SERVICE, "duration_minutes"), "categories[0].services[2].duration_minutes: is required"),
    (
        0,
        (*SERVICE, "duration_minutes"),
        "categories[0].services[2].duration_minutes: must be a whole number from 1 to 1440, not 0",
    ),
    ("-1", (*SERVICE, "price"), "categories[0].services[2].price: must not be negative; -1 is"),
    (
        "9.999",
        (*SERVICE, "price"),
        "categories[0].services[2].price: must have at most two decimal places in USD, not '9.999'",
    ),
    (
        9.999,
        (*SERVICE, "price"),
        "categories[0].services[2].price: must have at most two decimal places in USD, not '9.999'",
    ),
    (100000000, (*SERVICE, "price"), "categories[0].services[2].price: must be at most 99999999.99"),
    (
        "35,00",
        (*SERVICE, "price"),
        'categories[0].services[2].price: must be an amount such as "35.00", or null for "ask", not \'35,00\'',
    ),
    (
        True,
        (*SERVICE, "price"),
        'categories[0].services[2].price: must be an amount such as "35.00", or null for "ask", not true',
    ),
    (
        1e300,
        (*SERVICE, "price"),
        'categories[0].services[2].price: must be an amount such as "35.00", or null for "ask", not \'1e+300\'',
    ),
    (
        1441,
        (*SERVICE, "buffer_after_minutes"),
        "categories[0].services[2].buffer_after_minutes: must be a whole number from 0 to 1440, not 1441",
    ),
    (0, (*SERVICE, "capacity"), "categories[0].services[2].capacity: must be a whole number from 1 to 10000, not 0"),
    (
        2,
        (*SERVICE, "min_participants"),
        "categories[0].services[2].min_participants: must not be more than the capacity, which is 1",
    ),
    (
        "rom",
        (*SERVICE, "resource_kind"),
        "categories[0].services[2].resource_kind: no active resource is of the kind 'rom'; did you mean 'room'?",
    ),
    (
        "boat",
        (*SERVICE, "resource_kind"),
        "categories[0].services[2].resource_kind: no active resource is of the kind 'boat'; there are room",
    ),
    (
        [{"name": "Room 1", "kind": "room", "active": False}],
        ("resources",),
        "categories[1].services[0].resource_kind: no active resource is of the kind 'room'; list one under resources",
    ),
    (
        "timetabled",
        (*SERVICE, "starts"),
        "categories[0].services[2].starts: must be one of grid, timetable, not 'timetabled'; did you mean 'timetable'?",
    ),
    (30, (*SERVICE, "duration"), "categories[0].services[2].duration: no such key; did you mean 'duration_minutes'?"),
    ("cuts", ("categories",), "categories: must be a list, not 'cuts'"),
    ({"services": []}, ("categories", 0), "categories[0].name: is required"),
    # the people
    ("Yuri Ito", (*MARIA, "name"), "staff[1].name: 'Yuri Ito' stands twice; it must be unique among the staff"),
    ("Anex", (*MARIA, "location"), "staff[0].location: no location named 'Anex'; did you mean 'Annex'?"),
    (["Fad"], (*MARIA, "services"), "staff[0].services[0]: no service named 'Fad'; did you mean 'Fade'?"),
    (["Qqq"], (*MARIA, "services"), "staff[0].services[0]: no service named 'Qqq'"),
    (
        [{"name": "Fad"}],
        (*MARIA, "services"),
        "staff[0].services[0].name: no service named 'Fad'; did you mean 'Fade'?",
    ),
    ([{}], (*MARIA, "services"), "staff[0].services[0].name: is required"),
    ([7], (*MARIA, "services"), "staff[0].services[0]: must be text, not 7; put it between quotes"),
    (
        ["Fade", {"name": "Fade"}],
        (*MARIA, "services"),
        "staff[0].services[1].name: 'Fade' stands twice; it must be unique in this list",
    ),
    (
        [{"name": "Fade", "price": "free"}],
        (*MARIA, "services"),
        'staff[0].services[0].price: must be an amount such as "35.00", or null for "ask", not \'free\'',
    ),
    (
        [{"name": "Fade", "duration_minutes": 1441}],
        (*MARIA, "services"),
        "staff[0].services[0].duration_minutes: must be a whole number from 1 to 1440, not 1441",
    ),
    (
        {"monday": [["09:00", "12:00"], ["10:00", "11:00"]]},
        (*MARIA, "hours"),
        "staff[0].hours.monday[1]: overlaps the period that opens at 09:00",
    ),
    (
        [{"date": "2030-06-03", "periods": [["09:00"]]}],
        (*MARIA, "special_days"),
        "staff[0].special_days[0].periods[0]: must be a pair of opening and closing such as "
        '["09:00", "17:00"], not a list',
    ),
    ([{"weeks": []}], (*MARIA, "rotas"), "staff[0].rotas[0].from: is required"),
    (
        [{"from": "2030-06-03"}, {"from": "2030-06-03"}],
        (*MARIA, "rotas"),
        "staff[0].rotas[1].from: '2030-06-03' stands twice; it must be unique among the rotas of a person",
    ),
    (
        [{"from": "2030-06-03", "weeks": [{}] * 9}],
        (*MARIA, "rotas"),
        "staff[0].rotas[0].weeks: must have at most 8 items, not 9",
    ),
    (
        [{"from": "2030-06-03", "weeks": [{"mondays": []}]}],
        (*MARIA, "rotas"),
        "staff[0].rotas[0].weeks[0].mondays: no such key; did you mean 'monday'?",
    ),
    (
        [{"from": "2030-06-03", "weeks": [{"sunday": [["20:00", "09:30"]]}, {"monday": [["09:00", "10:00"]]}]}],
        (*MARIA, "rotas"),
        "staff[0].rotas[0].weeks[0].sunday[0]: runs past midnight into monday's period that opens at 09:00; "
        "close it by then",
    ),
    ("url(x)", (*MARIA, "color"), "staff[0].color: must be a colour such as \"#7c3aed\", not 'url(x)'"),
    ("nobody", (*MARIA, "email"), "staff[0].email: 'nobody' is no e-mail address such as jane@example.com"),
    (None, (*AWAY, "from"), "staff[0].time_off[0].from: is required"),
    (
        "tomorrow",
        (*AWAY, "from"),
        "staff[0].time_off[0].from: 'tomorrow' is no local date and time; write YYYY-MM-DDTHH:MM such as "
        '"2030-12-24T09:00"',
    ),
    (
        "2030-12-01T09:00:30",
        (*AWAY, "from"),
        "staff[0].time_off[0].from: must be a whole minute; 2030-12-01T09:00:30 has seconds",
    ),
    (
        "2030-12-01T09:00",
        (*AWAY, "to"),
        "staff[0].time_off[0].to: must be after the 'from', which is '2030-12-01T09:00'",
    ),
    ({"on": ["sunday"]}, (*AWAY, "repeats"), "staff[0].time_off[0].repeats.until: is required"),
    (
        {"every_weeks": 0, "until": "2031-01-01"},
        (*AWAY, "repeats"),
        "staff[0].time_off[0].repeats.every_weeks: must be a whole number from 1 to 52, not 0",
    ),
    (
        {"on": ["sonday"], "until": "2031-01-01"},
        (*AWAY, "repeats"),
        "staff[0].time_off[0].repeats.on[0]: must be one of monday, tuesday, wednesday, thursday, friday, saturday, "
        "sunday, not 'sonday'; did you mean 'sunday'?",
    ),
    (
        {"on": ["monday"], "until": "2031-01-01"},
        (*AWAY, "repeats"),
        "staff[0].time_off[0].repeats.on: must have the weekday of the 'from', which is a sunday",
    ),
    (
        {"until": "2030-11-30"},
        (*AWAY, "repeats"),
        "staff[0].time_off[0].repeats.until: must not be before the 'from', which is on 2030-12-01",
    ),
    (
        {"until": "2032-12-02"},
        (*AWAY, "repeats"),
        "staff[0].time_off[0].repeats.until: must be at most 2 years after the 'from': 2032-12-01 or before",
    ),
    (
        [{"from": "2030-12-01T09:00", "to": "2030-12-09T09:00", "repeats": {"until": "2031-01-01"}}],
        (*MARIA, "time_off"),
        "staff[0].time_off[0].repeats: must be left out: what is longer than a week comes once",
    ),
    (
        [{"from": "2030-12-01T09:00", "to": "2030-12-01T10:00", "repeats": {"until": "2031-01-01"}}] * 51,
        (*MARIA, "time_off"),
        "staff[0].time_off: at most 50 of a person's may repeat",
    ),
    (
        "perhaps",
        ("rules", "own_time_off"),
        "rules.own_time_off: must be one of never, ask, enter, not 'perhaps'",
    ),
    (
        "2030-03-10T02:30",
        (*AWAY, "from"),
        "staff[0].time_off[0].from: 2030-03-10T02:30 does not exist in America/Chicago: the clocks go forward then; "
        "write 2030-03-10T03:30",
    ),
    # the timetable
    ("Yogo", ("timetable", 0, "service"), "timetable[0].service: no service named 'Yogo'; did you mean 'Yoga'?"),
    (
        "Fade",
        ("timetable", 0, "service"),
        "timetable[0].service: 'Fade' has starts: grid; only services with starts: timetable stand here with a weekday",
    ),
    ("Yuri", ("timetable", 0, "staff"), "timetable[0].staff: no staff member named 'Yuri'; did you mean 'Yuri Ito'?"),
    (
        "Maria Gomez",
        ("timetable", 0, "staff"),
        "timetable[0].staff: 'Maria Gomez' does not perform 'Yoga'; who does: Yuri Ito",
    ),
    ("mon", ("timetable", 0, "weekday"), "timetable[0].weekday: must be one of monday, tuesday, "),
    (None, ("timetable", 0, "weekday"), "timetable[0].weekday: is required"),
    (
        "2030-12-29",
        ("timetable", 0, "date"),
        "timetable[0].date: stands beside a weekday; a class is on one date, or on a weekday: leave one of the two out",
    ),
    (None, ("timetable", 0, "time"), "timetable[0].time: is required"),
    ("2029-12-31", ("timetable", 0, "to"), "timetable[0].to: must not be before the 'from', which is 2030-01-07"),
    (
        ["23.12."],
        ("timetable", 0, "except"),
        "timetable[0].except[0]: '23.12.' is no date; write YYYY-MM-DD such as 2030-12-24",
    ),
    # customers and owners
    (
        [{"first_name": "Ann"}],
        ("customers",),
        "customers[0]: needs an e-mail or a phone number, by which to know the customer again",
    ),
    (
        [{"first_name": "Ann", "phone": "12"}],
        ("customers",),
        "customers[0].phone: '12' is no phone number of US; without an e-mail it must be one",
    ),
    (
        [{"email": "a@example.com"}, {"email": "A@example.com"}],
        ("customers",),
        "customers[1].email: 'a@example.com' stands twice; it must be unique among the customers, letter case ignored",
    ),
    (
        [{"phone": "(202) 555-0100"}, {"phone": "+12025550100"}],
        ("customers",),
        "customers[1].phone: '+12025550100' stands twice; it must be unique among the customers without an e-mail",
    ),
    (
        [{"email": "nobody"}],
        ("customers",),
        "customers[0].email: 'nobody' is no e-mail address such as jane@example.com",
    ),
    (
        [{"email": "a@example.com", "last_name": "n" * 101}],
        ("customers",),
        "customers[0].last_name: must have at most 100 ",
    ),
    ([{"username": "a b"}], ("owners",), "owners[0].username: 'a b' must have only letters, digits and @ . + - _"),
    ([{"username": "ﷺ" * 150}], ("owners",), "owners[0].username: must have at most 150 characters, not "),
    ([{}], ("owners",), "owners[0].username: is required"),
    (
        [{"username": "elm", "password": "x"}],
        ("owners",),
        "owners[0].password: no such key; the keys here are username, email",
    ),
    # keys
    (1, ("nmae",), "nmae: no such key; did you mean 'name'?"),
    (1, ("\ud800",), "'\\ud800': no such key; the keys here are name, slug, "),
    ("x", ("staff", 0), "staff[0]: must be a mapping, not 'x'; its keys are name, job_title, "),
]


@pytest.mark.parametrize(("value", "path", "line"), FAULTS, ids=[line.split(": ")[0] for *_, line in FAULTS])
def test_a_fault_is_named_by_its_path(value, path, line):
    found = faults(put(value, *path))
    assert any(fault.startswith(line) if line.endswith(" ") else fault == line for fault in found), found
    assert all("\n" not in fault for fault in found)


def test_all_faults_are_found_at_once_and_none_is_a_mere_consequence():
    changed = put(-1, *SERVICE, "price")
    changed["nmae"], changed["staff"][0]["services"], changed["timezone"] = 1, ["Fade", "Trimm"], None
    assert faults(changed) == [
        "nmae: no such key; did you mean 'name'?",
        "timezone: is required",
        "categories[0].services[2].price: must not be negative; -1 is",
        "staff[0].services[1]: no service named 'Trimm'; did you mean 'Trim'?",
    ]


def test_a_name_of_which_no_address_can_be_made_needs_a_slug():
    assert faults({"name": "北京", "timezone": "Asia/Shanghai"}) == [
        "slug: cannot be made from the name; write one, such as north-elm"
    ]


def test_the_same_class_twice_is_a_fault():
    changed = north_elm()
    changed["timetable"].append(changed["timetable"][0] | {"except": []})
    assert faults(changed) == ["timetable[1]: stands twice: same service, staff, weekday, time and dates"]


def test_a_class_of_one_date_has_no_other_dates():
    changed = north_elm()
    one = {"service": "Fade", "date": "2030-12-29", "time": "10:00", "staff": "Maria Gomez"}
    changed["timetable"] = [one, one, one | {"to": "2030-12-30", "except": ["2030-12-28"]}, one | {"date": "29.12."}]
    assert faults(changed) == [
        "timetable[1]: stands twice: same service, staff, date and time",
        "timetable[2].to: makes no sense beside a 'date', which is one day; leave it out",
        "timetable[2].except: makes no sense beside a 'date', which is one day; leave it out",
        "timetable[3].date: '29.12.' is no date; write YYYY-MM-DD such as 2030-12-24",
    ]


TEXTS = [
    ("- a list", "document: must be a mapping, not a list; its keys are name, slug, "),
    ("just words", "document: must be a mapping, not 'just words'; its keys are name, slug, "),
    ("name: A\nname: B", "name: stands twice"),
    ('{"name": "A", "rules": {"hold_minutes": 1, "hold_minutes": 2}}', "rules.hold_minutes: stands twice"),
    ("staff:\n  - name: A\n    name: B", "staff[0].name: stands twice"),
    ("1: x", "document: a key must be text, not 1"),
    ("staff: [{1: x}]", "staff[0]: a key must be text, not 1"),
    ("name: [", "line "),
    ("name: A\n\tslug: b", "line 2, column 1: not YAML: "),
    ('{"name": "A",}}', "line 1, column 14: not JSON: "),
    ('{"name": NaN}', "document: NaN is no value of JSON"),
    ("name: A\n---\nname: B", "line 2, column 1: not YAML: "),
    ("name: !!python/object:os.system x", "line 1, column 7: not YAML: could not determine a constructor "),
    ("name: !!binary aGVsbG8=", "line 1, column 7: not YAML: could not determine a constructor "),
    ('name: !!int "x"', "document: not YAML: "),
    ("name: A\a", "document: not YAML: "),
    ("[" * 3000, "document: is nested too deeply"),
    ("{" + '"a":{' * 100 + "}" * 101, "document: has too many parts or is nested too deeply"),
    ("a: &a [x, *a]", "line 1, column 4: not YAML: found unconstructable recursive node"),
    (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "\n".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]" for a, b in zip("abcdef", "bcdefg", strict=True)),
        "document: has too many parts or is nested too deeply",
    ),
    ("x" * (5 * 1024 * 1024 + 1), "document: is larger than 5,242,880 bytes"),
]


@pytest.mark.parametrize(("text", "line"), TEXTS, ids=[text[:20] for text, _ in TEXTS])
def test_a_text_that_is_no_document_is_refused_in_words(text, line):
    first = faults(text)[0]
    assert first.startswith(line) if line.endswith(" ") else first == line
