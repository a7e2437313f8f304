"""How a typed phone number is told apart from another: by its E.164 form."""

import phonenumbers

from businesses import normal

E164_LENGTH = 16  # a plus and 15 digits: the column's length, and the standard's
FEWEST_DIGITS = 7  # a shorter one counts only where the numbering plan really has it
EXTENSION = " ext. "
MEXICO, MEXICAN_DIGITS = 52, 10


def to_e164(text: str, country: str) -> str:
    """This will give a typed number as +12025550185; "" when it is no number that could be called from abroad.

    `country` (ISO 3166, two letters) says how a national number is meant. An extension is dropped. A number is good
    enough when its length is: fictional and very new ranges are numbers too, and two equal ones are still equal.
    """
    return _e164(_read(text, country))


def to_dial(text: str, country: str) -> str:
    """This will give a typed number in E.164 with its extension behind it, "+12025550185 ext. 7"; "" as above."""
    number = _read(text, country)
    e164 = _e164(number)
    return f"{e164}{EXTENSION}{number.extension}" if e164 and number and number.extension else e164


def dialled(text: str) -> str:
    """This will give what a telephone is told to dial for a number as it is kept: "+12025550185;ext=7"."""
    number, _, extension = text.partition(EXTENSION)
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return f"{digits};ext={extension}" if extension.isdigit() else digits


def _read(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(normal.visible(text).translate(normal.JOINERS), country or None)
    except phonenumbers.NumberParseException:
        return None
    digits = str(number.national_number)
    if number.country_code == MEXICO and len(digits) == MEXICAN_DIGITS + 1 and digits.startswith("1"):
        number.national_number = int(digits[1:])  # a 1 stood before mobile numbers until 2019, and many still write it
    return number


def _e164(number: phonenumbers.PhoneNumber | None) -> str:
    if number is None:
        return ""
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    long_enough = len(phonenumbers.national_significant_number(number)) >= FEWEST_DIGITS
    if not (phonenumbers.is_valid_number(number) or (possible and long_enough)):
        return ""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164 if len(e164) <= E164_LENGTH else ""
