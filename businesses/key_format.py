"""How a key is written: `pk_live_1a2b3c4d_…`, so that a program that looks for leaked secrets knows one by its form.

The dialect's word, eight hexadecimal digits that name the key and are no secret, `_`, 32 random letters and digits, and
six that follow from all of it: a key that was typed wrongly is known without asking the database.

A key that was made before keys had such an end has 32 random characters right after its name, and goes on working.
"""

import re
import secrets
import string
import zlib
from functools import cache

NAMED_BY = 8  # hexadecimal digits
RANDOM = 32  # letters and digits, 190 bits
CHECKED_BY = 6  # letters and digits, enough for the 32 bits of a CRC
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase


def compose(word: str) -> tuple[str, str]:
    """This will make a key that begins with a dialect's word, and give what names it and the whole of it."""
    name = word + secrets.token_hex(NAMED_BY // 2)
    body = f"{name}_" + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return name, body + checksum(body)


def checksum(body: str) -> str:
    """This will give the six last characters of a key: the CRC-32 of all before them, to the base of 62."""
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(CHECKED_BY):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def could_be(word: str, key: str) -> bool:
    """This will tell whether a text is written as a key of that word is; a false one is worth no look into any table.

    It is the arithmetic that everybody can do, so its answer, and the time it takes, tell nothing of any key.
    """
    if _made_before(word).fullmatch(key):
        return True
    return bool(_made_now(word).fullmatch(key)) and checksum(key[:-CHECKED_BY]) == key[-CHECKED_BY:]


def pattern(word: str) -> str:
    """This will give the regular expression by which a scanner finds the keys of a dialect in any text."""
    return rf"\b{re.escape(word)}[0-9a-f]{{{NAMED_BY}}}_[0-9A-Za-z]{{{RANDOM + CHECKED_BY}}}\b"


def name_of(word: str, key: str) -> str:
    """This will give the part of a key that names it."""
    return key[: len(word) + NAMED_BY]


@cache
def _made_now(word: str) -> re.Pattern[str]:
    return re.compile(pattern(word), re.ASCII)


@cache
def _made_before(word: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(word)}[0-9a-f]{{{NAMED_BY}}}[0-9A-Za-z_-]{{32}}", re.ASCII)
