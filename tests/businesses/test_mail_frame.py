"""The frame of every mail: the same said in both forms, nothing loaded, nothing that a mail program stumbles over."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from businesses import mail_frame
from businesses.mail_frame import Content, Fact, House, Link, Row

HOUSE = House(
    "North Elm Studio", "#ffe100", address="123 Main St", phone="(202) 555-0100", phone_link="tel:+12025550100"
)
FULL = Content(
    "Moved: Cut on Tue 1 Dec, 10:00",
    "Hello Kim, it was moved.\n\nBring a towel,\nif you like.",
    HOUSE,
    preheader="Tuesday, with Maria",
    facts=[
        Fact("When", "Tuesday, 10:00", "Monday, 9:00", (Link("Map", "https://maps.example/?q=1&z=2"),)),
        Fact("", "4:00 in Tokyo"),
        Fact("Service", "Cut"),
    ],
    button=Link("See your booking", "https://book.example/b/x/"),
    notes=["Until Monday."],
    rows=[
        Row(
            "Calendars",
            [
                Link("Google", "https://calendar.example/?" + "x" * 300, is_long=True),
                Link("File", "https://f.example/"),
            ],
        )
    ],
    foot=[Link("No more", "https://book.example/stop/")],
)


class Tags(HTMLParser):
    """Every opening tag with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def tags(html, *names):
    return [attributes for tag, attributes in Tags(html).found if tag in names]


def test_both_forms_say_the_same():
    html, text = mail_frame.as_html(FULL), mail_frame.as_text(FULL)
    for said in (
        "Hello Kim, it was moved.",
        "Bring a towel,",
        "Tuesday, 10:00",
        "4:00 in Tokyo",
        "Cut",
        "Until Monday.",
    ):
        assert said in html
        assert said in text
    assert "instead of <s>Monday, 9:00</s>" in html
    assert "instead of Monday, 9:00" in text
    links = {each["href"] for each in tags(html, "a")}
    assert links - set(re.findall(r"https?://\S+", text)) == {HOUSE.phone_link, FULL.rows[0].links[0].url}
    assert set(re.findall(r"https?://\S+", text)) <= links
    assert HOUSE.phone in text


def test_plain_text_has_each_link_on_its_own_line_and_no_blanks_to_spare():
    text = mail_frame.as_text(FULL)
    assert "See your booking:\nhttps://book.example/b/x/\n" in text
    assert not re.search(r"[ \t]\n|\n{3}", text)


def test_what_is_typed_stays_text():
    evil = "<img src=x onerror=alert(1)>"
    content = Content(
        evil, evil, House(evil, logo="https://x.example/l.png"), facts=[Fact(evil, evil, evil)], notes=[evil]
    )
    html = mail_frame.as_html(content)
    assert len(tags(html, "img")) == 1
    assert tags(html, "img")[0]["alt"] == evil
    assert evil in mail_frame.as_text(content)


def test_only_a_whole_address_is_a_link_and_a_name_is_none():
    html = mail_frame.as_html(
        replace(FULL, text="Kim evil.com wrote www.evil.com: see https://book.example/x?a=1&b=2.")
    )
    assert "https://book.example/x?a=1&b=2" in {each["href"] for each in tags(html, "a")}
    assert not any("evil" in each["href"] for each in tags(html, "a"))


def test_nothing_is_loaded_but_the_logo():
    html = mail_frame.as_html(replace(FULL, house=replace(HOUSE, logo="https://book.example/pictures/a-96.png")))
    assert tags(html, "link", "script", "iframe", "object", "video", "form", "input") == []
    [logo] = tags(html, "img")
    assert (logo["alt"], logo["height"]) == ("North Elm Studio", "48")
    assert not re.search(r"url\(|@import|@font-face|position:|display:\s*(flex|grid)|float:", html)
    assert tags(mail_frame.as_html(FULL), "img") == []


def test_the_button_is_a_cell_that_outlook_fills_and_pads():
    html = mail_frame.as_html(FULL)
    [cell] = [each for each in tags(html, "td") if "button" in each.get("class", "")]
    assert re.fullmatch(r"#[0-9a-f]{6}", cell["bgcolor"])
    assert "mso-padding-alt" in cell["style"]
    assert all(each.get("role") == "presentation" for each in tags(html, "table"))
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->")


def test_light_stands_at_every_element_and_dark_in_one_sheet():
    html = mail_frame.as_html(FULL)
    assert tags(html, "meta")[4]["content"] == "light dark"
    light = html.split("</style>")[-1]
    assert "#221e19" in light
    assert "#f3ede4" not in light
    assert html.count("@media (prefers-color-scheme: dark)") == 1


@pytest.mark.parametrize(("rtl", "direction"), [(True, "rtl"), (False, "ltr")])
def test_language_and_direction_are_said_where_mail_programs_keep_them(rtl, direction):
    html = mail_frame.as_html(replace(FULL, language="ar" if rtl else "de", rtl=rtl))
    [article] = [each for each in tags(html, "div") if each.get("role") == "article"]
    assert (article["dir"], article["lang"]) == (direction, "ar" if rtl else "de")
    assert tags(html, "html")[0]["dir"] == direction


def test_a_year_of_dates_is_not_cut_off():
    dates = [
        Fact("", f"Tuesday {n} December 2026, 10:00 – 10:45", f"Monday {n} December 2026, 9:00") for n in range(52)
    ]
    assert len(mail_frame.as_html(replace(FULL, facts=[*FULL.facts, *dates])).encode()) < 60_000


def test_a_letter_of_plain_text_becomes_one_with_a_button():
    text = "Hello,\n\nchoose it here:\n\nhttps://book.example/x/\n\nIf it was not you, do nothing.\n"
    mail = mail_frame.letter("A new  password", text, "kim@example.com", button="Choose it")
    assert (mail.subject, mail.body, mail.to) == ("A new password", text, ["kim@example.com"])
    [(html, form)] = mail.alternatives
    assert form == "text/html"
    assert [each["href"] for each in tags(html, "a")] == ["https://book.example/x/"]
    assert html.index("choose it here") < html.index("Choose it</a>") < html.index("do nothing")


def test_a_letter_without_an_address_has_no_button():
    [(html, _)] = mail_frame.letter("Done", "Hello,\n\nit is done.", "kim@example.com", button="Look").alternatives
    assert tags(html, "a") == []
