"""How a typed phone number is told apart from another: by its E.164 form."""

import phonenumbers

E164_LENGTH = 16  # a plus and 15 digits: the column's length, and the standard's
FEWEST_DIGITS = 7  # a shorter one counts only where the numbering plan really has it


def to_e164(text: str, country: str) -> str:
    """This will give a typed number as +12025550185; "" when it is no number that could be called from abroad.

    `country` (ISO 3166, two letters) says how a national number is meant. An extension is dropped. A number is good
    enough when its length is: fictional and very new ranges are numbers too, and two equal ones are still equal.
    """
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    long_enough = len(phonenumbers.national_significant_number(number)) >= FEWEST_DIGITS
    if not (phonenumbers.is_valid_number(number) or (possible and long_enough)):
        return ""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164 if len(e164) <= E164_LENGTH else ""
