"""A guest with the plainest of browsers: links, forms and cookies, no scripts."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

VOID = {"input", "img", "br", "meta", "link", "hr"}


class Form:
    """A form of a page: where it goes, what it carries, and its buttons by what they say."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.action, self.method = attributes.get("action", ""), attributes.get("method", "get").lower()
        self.key = attributes.get("id", "")
        self.fields: dict[str, str] = {}
        self.buttons: dict[str, dict[str, str]] = {}


class Page(HTMLParser):
    """An answer as a reader without pictures and scripts sees it."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer, self.status, self.html = answer, answer.status_code, answer.content.decode()
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._words: list[str] = []
        self.feed(self.html)
        self.text = re.sub(r"\s+", " ", " ".join(self._words)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """This will note forms and their fields, and keep what is open."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(attributes))
        elif tag in ("input", "textarea", "select") and self.forms and attributes.get("name"):
            is_box = attributes.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in attributes:  # what is not ticked is not sent
                self._form_of(attributes).fields[attributes["name"]] = attributes.get("value", "on" if is_box else "")
        elif tag == "option" and "selected" in attributes:
            name = next(open_[1]["name"] for open_ in reversed(self._open) if open_[0] == "select")
            self.forms[-1].fields[name] = attributes.get("value", "")
        if tag not in VOID:
            self._open.append((tag, attributes, []))

    def handle_data(self, data: str) -> None:
        """This will collect the words, for the page and for every element that is open."""
        if not any(tag in ("script", "style", "title") for tag, _, _ in self._open):
            self._words.append(data)
        for _, attributes, words in reversed(self._open):
            words.append(data)
            if attributes.get("aria-hidden") == "true":  # no part of what stands around it is called by this
                break

    def handle_endtag(self, tag: str) -> None:
        """This will note links, buttons and longer fields once their words are known."""
        while self._open:
            name, attributes, words = self._open.pop()
            text = attributes.get("aria-label") or re.sub(r"\s+", " ", " ".join(words)).strip()
            if name == "a" and "href" in attributes:
                self.links.setdefault(text, attributes["href"])
            elif name == "button" and self.forms and "aria-hidden" not in attributes:
                self._form_of(attributes).buttons[text] = attributes
            elif name == "textarea" and attributes.get("name"):
                self.forms[-1].fields[attributes["name"]] = "".join(words).removeprefix("\n")
            elif name == "title":
                self.title = "".join(words).strip()
            if name == tag:
                return

    def _form_of(self, attributes: dict[str, str]) -> Form:
        """The form that an element names, else the one it stands in."""
        return next((form for form in self.forms if form.key and form.key == attributes.get("form")), self.forms[-1])

    def link(self, words: str) -> str:
        """This will give the address of the first link that has these words."""
        found = [href for text, href in self.links.items() if words in text]
        assert found, f"No link {words!r} among {list(self.links)} on a page that says: {self.text}"
        return found[0]

    def buttons(self, words: str = "") -> list[str]:
        """This will give what the buttons say that have these words."""
        return [text for form in self.forms for text in form.buttons if words in text]


class Guest:
    """`guest.open("/book/elm/")`, `guest.click("Fade")`, `guest.press("Continue", name="Jo")`; then `guest.page`."""

    def __init__(self, *, cookies: bool = True, **headers: str) -> None:
        self.client = Client(headers=headers)
        self.cookies, self.path, self.page = cookies, "", None

    def open(self, path: str) -> Page:
        """This will open an address and follow where it leads."""
        return self._shown(self.client.get(path), path)

    def click(self, words: str) -> Page:
        """This will follow the first link that has these words."""
        return self.open(urljoin(self.path, self.page.link(words).split("#")[0]))

    def press(self, words: str, **typed: str) -> Page:
        """This will send the form of the first button that has these words, with what was typed."""
        form, button = self.found(words)
        values = {**form.fields, **typed}
        if button.get("name"):
            values[button["name"]] = button.get("value", "")
        method = button.get("formmethod") or form.method
        return self.send(button.get("formaction") or form.action or self.path, method, values)

    def found(self, words: str) -> tuple[Form, dict[str, str]]:
        """This will give the form and the attributes of the first button that has these words."""
        buttons = [(text, form, each) for form in self.page.forms for text, each in form.buttons.items()]
        found = [(form, each) for text, form, each in buttons if words in text]
        assert found, f"No button {words!r} on a page that says: {self.page.text}"
        return found[0]

    def send(self, action: str, method: str, values: dict[str, str]) -> Page:
        """This will send a form's values to an address."""
        path = urljoin(self.path, action)
        if method == "get":
            return self._shown(self.client.get(path.split("?")[0], values), path)
        return self._shown(self.client.post(path, values), path)

    def _shown(self, answer: Any, path: str) -> Page:
        for _ in range(5):
            if not self.cookies:
                self.client.cookies.clear()
            if answer.status_code not in (301, 302, 303):
                break
            path = urljoin(path, answer["Location"])
            answer = self.client.get(path)
        parts = urlsplit(path)
        self.path = answer.wsgi_request.get_full_path() if answer.wsgi_request.method == "GET" else parts.path
        self.page = Page(answer)
        return self.page
