"""What is one name, one address, one code, and what a search takes for the same."""

import unicodedata

import pytest
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from businesses import normal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Jane@Example.com ", "Jane@Example.com"),
        ("jane@example.com\u200b", "jane@example.com"),
        ("\u202ajane@example.com\u202c", "jane@example.com"),
        ("ja\u00adne@exam\u2060ple.com", "jane@example.com"),
        ("jane@example.com\u200d", "jane@example.com"),
        ("jane＠example.com", "jane@example.com"),
        ("ｊａｎｅ@example．com", "jane@example.com"),
        ("jane@example。com", "jane@example.com"),
        ("jane@bücher.example", "jane@xn--bcher-kva.example"),
        ("jane@BU\u0308CHER.example", "jane@xn--bcher-kva.example"),
        ("jane@straße.example", "jane@xn--strae-oqa.example"),
        ("jane@例え.jp", "jane@xn--r8jz45g.jp"),
        ("jane@نامه\u200cای.com", "jane@xn--mgba3gch31f060k.com"),
        ("o'neil+tag@example.co.uk", "o'neil+tag@example.co.uk"),
    ],
)
def test_an_address_is_kept_in_the_form_that_mails_are_sent_to(typed, kept):
    assert normal.email(typed) == kept
    assert normal.email(kept) == kept
    assert normal.email_key(typed) == kept.lower()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "invalid"),
        ("\u200b", "invalid"),
        ("jane", "invalid"),
        ("@example.com", "invalid"),
        ("jane@", "invalid"),
        ("ja ne@example.com", "invalid"),
        ("jane@example", "invalid"),
        ("jane@example.com\nBcc: x@example.com", "invalid"),
        ('"\x01"@example.com', "invalid"),
        ("jäne@example.com", "before_at"),
        ("jane\ud800@example.com", "before_at"),
        ("ı@example.com", "before_at"),
        ("jane@😀.example", "domain"),
        ("jane@ex\u200dämple.com", "domain"),
        ("j" * 243 + "@example.com", "long"),
        ("ü" * 1_000_000, "long"),
    ],
)
def test_an_address_to_which_no_mail_can_be_sent_is_refused_for_a_reason(typed, code):
    with pytest.raises(normal.Unsendable) as refused:
        normal.email(typed)
    assert refused.value.code == code
    assert str(refused.value) == normal.Unsendable.WORDS[code]


LIKELY = st.lists(
    st.sampled_from([*"aZ09._-+@'\"ü＠ \u202c\u200b\\(),:;<>[]\t", "@example.com", "example", ".com", "xn--"])
    | st.characters(),
    max_size=12,
).map("".join)


@given(LIKELY)
def test_whatever_is_taken_can_be_sent_to_and_stays_as_it_is(typed):
    try:
        address = normal.email(typed)
    except normal.Unsendable:
        normal.email_key(typed)
        return
    EmailMessage("Hello", "You", "us@example.com", [address]).message().as_bytes()
    assert normal.email(address) == address
    assert normal.email_key(normal.email_key(typed)) == normal.email_key(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Café   Noir\t", "Café Noir"),
        ("Cafe\u0301", "Café"),
        ("Fa\u200bde\u202c", "Fade"),
        ("نامه\u200cای", "نامه\u200cای"),  # Persian needs its joiner
        ("👩\u200d🎨", "👩\u200d🎨"),
        ("\u200b", ""),
        ("Ångström", "Ångström"),
    ],
)
def test_two_ways_to_write_one_name_are_one_name(typed, kept):
    assert normal.name(typed) == kept


@given(st.text())
def test_a_normal_form_stays_as_it_is_and_does_not_depend_on_how_letters_are_composed(text):
    for form in (normal.name, normal.folded, normal.code):
        assert form(form(text)) == form(text)
    for way in ("NFC", "NFD"):
        assert normal.name(unicodedata.normalize(way, text)) == normal.name(text)
        assert normal.folded(unicodedata.normalize(way, text)) == normal.folded(text)


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("elodie", "Élodie", True),
        ("ELODIE", "e\u0301lodie", True),
        ("nunez", "Ana Núñez", True),
        ("nuñez", "Ana Nunez", True),
        ("strasse", "Straße", True),
        ("Straße", "STRASSE", True),
        ("ΟΔΟΣ", "οδός", True),
        ("ё", "е", True),
        ("cut colour", "Colour, cut and finish", True),
        ("cut beard", "Colour, cut and finish", False),
        ("", "anything", True),
        ("\u200b", "anything", True),
    ],
)
def test_a_search_takes_letters_for_the_same_that_people_do(wanted, text, found):
    assert normal.has_words(wanted, text) is found


@pytest.mark.parametrize("typed", ["BN-0F3A91C2D47B", "bn 0f3a 91c2 d47b", "ＢＮ－0f3a91c2d47b\u202c"])
def test_a_code_has_one_form_however_it_is_typed(typed):
    assert normal.code(typed) == "BN0F3A91C2D47B"
