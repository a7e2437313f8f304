"""Every address of the dashboard is sent rubbish, in its query and in each field of its forms: none of them breaks."""

import re
from html.parser import HTMLParser

from django.db import transaction

from tests.bookings.dashboard import test_crawl as crawl
from tests.bookings.dashboard.plain_words import foreign
from tests.bookings.dashboard.test_crawl import neighbour  # noqa: F401 - a fixture

NUL, HUGE = "a\x00b", "9" * 30  # PostgreSQL takes no NUL in a text, SQLite no such number
RUBBISH = (NUL, HUGE, "9999-12-31", "²" * 5000)
ASKED = (
    *("q", "p", "o", "e", "all", "day", "view", "staff", "service", "time", "at", "customer", "name", "date", "next"),
    *("when", "person", "state", "said", "status__exact", "source", "channel", "active__exact", "id__exact"),
    *("staff__id__exact", "service__id__exact", "category__id__exact", "kind", "term", "app_label", "model_name"),
    *("field_name", "_popup", "_to_field", "_changelist_filters"),
)


class Forms(HTMLParser):
    """The forms of a page, as (address, method, what a browser sends, the names and values of its buttons)."""

    def __init__(self, page):
        super().__init__()
        self.page, self.found, self.select, self.area = page, [], "", ""

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        name, value = has.get("name"), has.get("value") or ""
        if tag == "form":
            self.found.append((has.get("action") or self.page, has.get("method") or "get", {}, {}))
        if not self.found:
            return
        fields, buttons = self.found[-1][2:]
        if has.get("formaction"):
            self.found.insert(-1, (has["formaction"], "post", {**fields}, {}))
        if tag == "option" and self.select and ("selected" in has or not fields[self.select]):
            fields[self.select] = value
        if not name or has.get("type") == "file" or name == "csrfmiddlewaretoken":
            return
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
        if has.get("type") in ("checkbox", "radio") and "checked" not in has and name in fields:
            return
        if tag == "button" or has.get("type") == "submit":
            buttons.setdefault(name, value)
        elif tag in ("input", "select", "textarea"):
            fields[name] = value

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data):
        if self.area:
            self.found[-1][2][self.area] += data


def test_rubbish_breaks_no_page(neighbour, amna):  # noqa: F811
    amna.raise_request_exception = False
    rows, seen, broken, strange = crawl.rows_of(neighbour.business), set(), [], {}

    def send(method, address, data):
        with transaction.atomic():  # what is done is taken back, so that every form is still there
            answer = getattr(amna, method)(address, data)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            broken.append((method, address, {name: value[:40] for name, value in data.items()}))
        strange.update((word, address) for word in foreign(answer))
        return answer

    for text, name in crawl.addresses():
        for address in crawl.filled(text, name, rows):
            page = send("get", address, {})
            for name in ("q", "staff"):
                send("get", address, {name: NUL})
                send("get", address, {name: HUGE})
            send("post", address, {})
            if page.status_code != 200:
                continue
            for data in ({"_to_field": ""}, *(dict.fromkeys(ASKED, value) for value in RUBBISH[:3])):
                send("get", address, data)
            forms = Forms(address)
            forms.feed(page.text if "html" in page["Content-Type"] else "")
            for action, method, fields, buttons in forms.found:
                kind = (re.sub(r"\d+", "#", action), method, *sorted(fields))
                if kind in seen or not action.startswith("/admin/") or any(leave in action for leave in crawl.LEAVES):
                    continue
                seen.add(kind)
                for data in filled_in(fields, buttons):
                    send(method, action, data)
    assert len(seen) > 30
    assert broken == []
    assert strange == {}


def filled_in(fields, buttons):
    """What is sent of a form: nothing, all of it rubbish, and rubbish with each of its buttons."""
    yield {}
    yield from (dict.fromkeys([*fields, *buttons], value) for value in RUBBISH)
    for value in (NUL, HUGE, "9999-12-31"):
        yield from ({**dict.fromkeys(fields, value), button: pressed} for button, pressed in buttons.items())


def test_what_no_column_holds_is_refused_in_words(elm, olive):
    answer = olive.post("/admin/businesses/service/", {"action": "switch_off", "_selected_action": HUGE})
    assert answer.status_code == 400
    assert "Nothing was saved" in answer.text
