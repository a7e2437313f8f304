"""The one normal form of what somebody is known by: names, e-mail addresses, codes, and what a search compares.

    normal.name(" Café\u200b  Noir ")        # composed letters, single blanks, nothing that cannot be seen
    normal.email("jane＠bücher.example")      # "jane@xn--bcher-kva.example"; raises Unsendable
    normal.email_key(address)                # equal when two addresses are one
    normal.has_words("nunez", "Ana Núñez")   # True

Two texts that people read as one are one here. `businesses.phone` does the same for phone numbers.
"""

import unicodedata
from email.errors import MessageError
from email.headerregistry import Address

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_EMAIL = 254
LONGEST_TYPED = 1000  # characters: no address is longer, however it is written
MOST_WORDS = 5  # of a search
JOINERS = dict.fromkeys((0x200C, 0x200D))  # some scripts need them in words, and emoji do
# What nobody sees and nobody means: soft hyphen, zero-width spaces, marks and overrides of direction, byte order mark.
INVISIBLE = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
# What looks like a space and is none to Python: the fillers of Hangul, and Braille without a dot.
BLANKS = dict.fromkeys((0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0), " ")
# Letters that have no accent to take off and are still written without it.
PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class Unsendable(ValueError):
    """No mail can be sent to such an address; `code` is one of the keys of `WORDS`, and the text says it in words."""

    WORDS = {
        "invalid": "is no e-mail address such as jane@example.com",
        "before_at": "has something before the @ that no mail can be sent to: use letters a to z, digits and . _ + -",
        "domain": "has a part after the @ that is no domain such as example.com",
        "long": f"is longer than {LONGEST_EMAIL} characters",
    }

    def __init__(self, code: str) -> None:
        super().__init__(self.WORDS[code])
        self.code = code


def visible(text: str) -> str:
    """This will give a text without what nobody sees."""
    return text.translate(INVISIBLE)


def name(text: str) -> str:
    """This will give a name on one line in composed letters (NFC), with single blanks and nothing around it."""
    return " ".join(unicodedata.normalize("NFC", visible(text).translate(BLANKS)).split())


def line(text: str) -> str:
    """This will give what somebody typed into a line: as `name` does, without control characters and signs that
    nobody has given a meaning."""
    return name("".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co")))


def lines(text: str) -> str:
    """This will give a text of several lines, each as `line` gives it and ended by one sign, however it was ended."""
    return "\n".join(line(each) for each in text.splitlines()).strip()


def email(typed: str) -> str:
    """This will give an address to which mails can be sent; raises `Unsendable`.

    Letter case stays. Full-width signs become plain ones; a domain of other letters is kept in its ASCII form (IDNA),
    in which it also compares: mail servers know no other.
    """
    text = unicodedata.normalize("NFKC", visible(typed)).strip()
    if len(text) > LONGEST_TYPED:
        raise Unsendable("long")
    local, at, domain = text.rpartition("@")
    if not (local and at and domain):
        raise Unsendable("invalid")
    local = local.translate(JOINERS)
    if not local.isascii():
        raise Unsendable("before_at")
    address = f"{local}@{_ascii(domain)}"
    if len(address) > LONGEST_EMAIL:
        raise Unsendable("long")
    try:
        validate_email(address)
        Address(addr_spec=address)  # what the mail library cannot read, it cannot send
    except (ValidationError, MessageError, ValueError, IndexError):
        raise Unsendable("invalid") from None
    if not address.isprintable():
        raise Unsendable("invalid")
    return address


def sendable(address: str) -> str:
    """This will give an address in its normal form; "" when no mail can be sent to it."""
    try:
        return email(address)
    except Unsendable:
        return ""


def email_key(address: str) -> str:
    """This will give the form in which addresses are compared, also of one that is none; "" of nothing."""
    return (sendable(address) or unicodedata.normalize("NFKC", visible(address)).strip()).lower()


def code(text: str) -> str:
    """This will give the letters and digits of a code in capitals, without blanks, dashes and other signs."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def folded(text: str) -> str:
    """This will give the form in which texts are searched: small letters without accents, single blanks."""
    small = unicodedata.normalize("NFKD", visible(text).translate(JOINERS).casefold()).casefold()
    bare = "".join(sign for sign in small if not unicodedata.combining(sign)).translate(PLAIN)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def has_words(wanted: str, *texts: str) -> bool:
    """This will say whether every word of a search is somewhere in these texts."""
    everything = folded(" ".join(texts))
    return all(word in everything for word in folded(wanted).split()[:MOST_WORDS])


def _ascii(domain: str) -> str:
    """A domain as mail servers know it. Joiners mean something among the letters of some scripts only."""
    bare = domain.translate(JOINERS)
    if bare.isascii():
        return bare
    try:
        return idna.encode(domain, uts46=True).decode()
    except UnicodeError:  # of which IDNA's errors are a kind
        raise Unsendable("domain") from None
