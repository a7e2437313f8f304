"""The catalogues say what the pages say: complete in every language, and compiled."""

import pytest
from babel.messages.catalog import Catalog

import messages


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A place for catalogues that a test may damage; the sources say two things."""
    source = Catalog()
    source.add("Book now")
    source.add(("{count} place", "{count} places"))
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LANGUAGES", ("ar", "de"))
    monkeypatch.setattr(messages, "BY_HAND", ())
    monkeypatch.setattr(messages, "from_source", lambda: source)
    for language, places in (("ar", 6), ("de", 2)):
        catalog = messages.updated(language, source)
        catalog["Book now"].string = "…"
        catalog["{count} place"].string = ("{count}",) * places
        put(language, catalog)
    return source


def put(language, catalog):
    path = messages.po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(messages.as_po(catalog))
    path.with_suffix(".mo").write_bytes(messages.as_mo(catalog))


def test_the_catalogues_are_complete_and_compiled():
    assert list(messages.faults()) == []


def test_the_sources_are_read():
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in messages.from_source()}
    assert {"Book now", "{count} place left", "%(count)s time", "Write your name, so that we know who comes."} <= found


def test_a_sound_shelf_has_no_faults(shelf):
    assert list(messages.faults()) == []


def test_what_is_new_gone_or_not_translated_is_named(shelf):
    shelf.add("Cancel")
    shelf.delete("Book now")
    assert "de: not in the catalogue: 'Cancel'" in list(messages.faults())
    assert "de: no longer said: 'Book now'" in list(messages.faults())
    put("de", messages.updated("de", shelf))
    assert [fault for fault in messages.faults() if fault.startswith("de")] == ["de: not translated: 'Cancel'"]


def test_a_guess_counts_as_not_translated(shelf):
    catalog = messages.read("de")
    catalog["Book now"].flags.add("fuzzy")
    put("de", catalog)
    assert list(messages.faults()) == ["de: not translated: 'Book now'"]
    assert not messages.updated("de", shelf)["Book now"].string


def test_every_form_of_a_plural_is_wanted(shelf):
    catalog = messages.read("ar")
    catalog["{count} place"].string = ("{count}",) * 5 + ("",)
    put("ar", catalog)
    assert list(messages.faults()) == ["ar: not translated: ('{count} place', '{count} places')"]


def test_a_text_that_became_a_plural_is_translated_anew(shelf):
    shelf.delete("Book now")
    shelf.add(("Book now", "Book all now"))
    assert not any(messages.updated("de", shelf)["Book now"].string)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda po: po.unlink(), "there is no catalogue"),
        (lambda po: po.with_suffix(".mo").unlink(), "the .mo is not what the .po says"),
        (lambda po: po.with_suffix(".mo").write_bytes(b"old"), "the .mo is not what the .po says"),
    ],
)
def test_a_file_that_is_missing_or_stale_is_named(shelf, damage, fault):
    damage(messages.po_path("de"))
    assert [found for found in messages.faults() if fault in found and found.startswith("de")]


def test_all_ways_to_say_something_in_a_template_are_read(tmp_path, monkeypatch):
    page = tmp_path / "templates" / "wizard" / "deeper" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        """{% translate "A (b) 'c'" %} {% translate "Open" context "verb" %} {% include "x" with words=_("Shut") %}
        {% blocktranslate trimmed with a=b %}
          Hello {{ a }},
          100% yours
        {% endblocktranslate %}
        {% blocktranslate count n=b %}one {{ a }}{% plural %}{{ n }} of {{ a }}{% endblocktranslate %}
        {% comment %}{% translate "Never" %}{% endcomment %} gettext("Nor this")"""
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    found = {(message.context, message.id) for message in messages.from_source() if message.id}
    assert found == {
        (None, "A (b) 'c'"),
        ("verb", "Open"),
        (None, "Shut"),
        (None, "Hello %(a)s, 100%% yours"),
        (None, ("one %(a)s", "%(n)s of %(a)s")),
    }


@pytest.mark.parametrize(
    ("text", "string", "found"),
    [
        ("%(name)s will come", "%(name)s kommt", ""),
        ("%(name)s will come", "%(nam)s kommt", "nam, name"),
        ("{count} of {all}", "{all}", "count"),
        (("{count} place", "{count} places"), ("ein Platz", "{count} Plätze"), ""),
        (("{count} place", "{count} places"), ("ein Platz", "{n} Plätze"), "count, n"),
        (("{count} in {city}", "{count} in {city}"), ("ein Platz", "{count} Plätze"), "city"),
    ],
)
def test_a_placeholder_that_is_lost_is_seen(text, string, found):
    assert messages.strange_placeholders(text, string) == found
