"""What may stand as the name of somebody who comes, where anybody can type one, and with what a mail greets them.

A name that is typed by a stranger is sent to an address that has proven nothing. So it is no place for an address, a
number to call, or a letter to somebody; and of what is kept, a mail says only what cannot be anything but a name.
"""

import re
import unicodedata

from businesses import normal

MOST_WORDS = 20  # Picasso had as many
LEAST_DIGITS = 9  # of a number to call that is written in groups; a date has eight
LONGEST_GREETED = 30
LONGEST_IDEOGRAPHS = 6  # where words have no spaces between them, more would be a sentence
FAULTS = {
    "signs": "has characters in it that no name is written with",
    "address": "has a web or e-mail address in it",
    "number": "has a phone number in it",
    "words": f"has more than {MOST_WORDS} words",
}
# Domains as mail programs make links of them. What ends otherwise may be somebody's initials.
DOMAINS = (
    "com|net|org|info|biz|io|app|dev|xyz|top|site|online|shop|club|live|link|click|store|space|website|icu|vip|pro|"
    "mobi|edu|gov|eu|ru|cn|tk|me|co|us|uk|tv|cc|ws"
)
TITLES = "dr|fr|hr|jr|ma|mr|mrs|ms|mx|prof|rev|sr|st|ste"
_ADDRESS = re.compile(rf"\S@\S|://|\bhttps?\b|\bwww\.|[^\W_][\w-]*\.(?:{DOMAINS})(?![\w-])|[^\W_]\.[^\W\d_]{{2,}}/")
_POINTED = re.compile(r"\w[.\uff0e\u3002\uff61\u2024]\w\w")  # what else a mail program may make a link of
_TITLE = re.compile(rf"\b(?:{TITLES})\.")
_DIGITS = re.compile(r"\+?\(?\d(?:[\s./()-]*\d){6,}")
_WRITTEN_WITH = "'’ʼ‘`´-‐‑·・\u200c\u200d"


def fault(name: str) -> str:
    """This will give why a text in its normal form is no name, as a key of `FAULTS`; "": it may be one."""
    if any(_is_odd(sign) for sign in name):
        return "signs"
    plain = unicodedata.normalize("NFKC", name).translate(normal.JOINERS).casefold()
    if _ADDRESS.search(_TITLE.sub(" ", plain)):
        return "address"
    if any(_is_dialled(found.group()) for found in _DIGITS.finditer(plain)):
        return "number"
    return "words" if len(name.split()) > MOST_WORDS else ""


def greeted(name: str) -> str:
    """This will give the first word of a name, if it can be nothing but a name; else nothing."""
    word = next(iter(normal.name(name).split()), "").rstrip(",;،؛")
    bare = word.removesuffix(".")
    if not bare or len(word) > LONGEST_GREETED or fault(word):
        return ""
    if not all(_is_letter(sign) or sign in _WRITTEN_WITH for sign in bare) or not _is_letter(bare[0]):
        return ""
    ideographs = sum(unicodedata.name(sign, "").startswith("CJK") for sign in bare)
    return word if ideographs <= LONGEST_IDEOGRAPHS else ""


def of_house(name: str) -> str:
    """This will give what a mail to somebody who never heard of a business calls it; its owner chose the name."""
    plain = normal.name(name)
    return "a business" if fault(plain) or _POINTED.search(plain) else plain


def _is_dialled(digits: str) -> bool:
    """Whether many digits in a row are a number to call: written in groups, or as one begins."""
    grouped = not digits.isdecimal()
    return digits.startswith(("+", "0")) or (grouped and sum(map(str.isdecimal, digits)) >= LEAST_DIGITS)


def _is_letter(sign: str) -> bool:
    """Letters, what is written above and below them, and letters that are newer than this Python's tables."""
    return unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) == "Cn"


def _is_odd(sign: str) -> bool:
    """What rules a text instead of standing in it; the joiners are needed in some scripts."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") and ord(sign) not in normal.JOINERS
