"""What is a name, and with what a mail greets somebody who has proven nothing."""

import pytest

from businesses import names, normal

NAMES = {
    "Dr. José María O'Neill-Smith Jr.": "Dr.",
    "Łukasz": "Łukasz",
    "محمد بن سلمان": "محمد",
    "王小明": "王小明",
    "太郎\U00031350": "太郎\U00031350",
    "남궁민수": "남궁민수",
    "नमस्ते कुमार": "नमस्ते",
    "می\u200cخواهم": "می\u200cخواهم",
    "St. John": "St.",
    "X Æ A-12": "X",
    "Anne-Marie de la Cruz (mum)": "Anne-Marie",
    "3M Reception": "",
    "J.R.R. Tolkien": "",
    "Ng, Kim": "Ng",
    "O’Brien & sons": "O’Brien",
    "kim.ng": "",
    "St.John": "",
    "Mr.Me": "",
    "Ma.Cristina": "",
    "Jo/Ann": "",
    "Zimmer 12, Huber": "Zimmer",
    "Guest 1764255600": "Guest",
    "Team 2026-11-27": "Team",
    "<b>Jo</b>": "",
    "Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Cipriano de la Santísima Trinidad Ruiz "
    "y Picasso": "Pablo",
    "x" * 200: "",
}
NO_NAMES = {
    "Win at evil.com": "address",
    "evil.com": "address",
    "EVIL.com/x": "address",
    "evil．com": "address",
    "ev\u200dil.com": "address",
    "x.com": "address",
    "t.me/x": "address",
    "bit.ly/abc": "address",
    "www.evil": "address",
    "https://1.2.3.4": "address",
    "jane@example": "address",
    "jane＠example.com": "address",
    "Call +12025550185": "number",
    "0800 123456": "number",
    "(202) 555-0185 Jo": "number",
    "٠٨٠٠ ١٢٣ ٤٥٦": "number",
    "＋１ ２０２ ５５５ ０１８５": "number",
    "you " * 21: "words",
    "a\x07b": "signs",
    "tag\U000e0041": "signs",
    "private\ue000": "signs",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name(name):
    assert names.fault(normal.name(name)) == ""


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_none_is_told_why(name):
    assert names.fault(normal.name(name)) == NO_NAMES[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_greets_with_what_can_be_nothing_but_a_name(name):
    assert names.greeted(name) == NAMES[name]


@pytest.mark.parametrize(
    "blank", ["\u00a0", "\u2800", "\u3164", "\u115f", "\u1160", "\uffa0", "\u202f", "\u3000", "\u2003", "\u2028"]
)
def test_no_blank_that_looks_like_one_joins_words(blank):
    assert normal.name(f"Visit{blank}evil.com{blank}now") == "Visit evil.com now"
    assert names.greeted(f"Visit{blank}evil.com") == "Visit"


@pytest.mark.parametrize("name", ["", " ", "…", "12", "-", "evil.com now", "您中奖了请加微信领取大奖", "jo\u0000"])
def test_nothing_is_said_rather_than_something_else(name):
    assert names.greeted(name) == ""


@pytest.mark.parametrize("name", ["Kastanie Hair & Body", "Dr. Müller & Co.", "Salon 24/7", "J.R.R. Barbers", "美容室"])
def test_a_mail_to_a_stranger_calls_a_business_by_its_name(name):
    assert names.of_house(f" {name} ") == name


@pytest.mark.parametrize(
    "name", ["evil.com", "Prizes at evil.de", "evil。de", "bit.ly/x", "Call +49 30 1234567", "a " * 21]
)
def test_what_leads_or_calls_elsewhere_is_no_name_that_a_stranger_is_mailed(name):
    assert names.of_house(name) == "a business"
