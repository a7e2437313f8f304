"""Where an online service is held: the address of a video meeting, with a random part in it if need be.

online.address("https://meet.example/{random}", "4f…")     # "https://meet.example/4f…"
online.fault("http://meet.example")                        # "must begin with https://"
"""

import re
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

LONGEST = 500
RANDOM = "{random}"
_WEB = URLValidator(schemes=["https"])


def new_part() -> str:
    """This will give a random part: 128 bits as letters and digits, which no address has to escape."""
    return secrets.token_hex(16)


def fault(template: str) -> str:
    """This will say what keeps a text from being the address of a meeting; "": nothing does."""
    if not template.lower().startswith("https://"):
        return "must begin with https://"
    if RANDOM in re.split("[/?#]", template[len("https://") :])[0]:
        return f"must have {RANDOM} behind the name of the site, not within it"
    if "{" in (rest := template.replace(RANDOM, "")) or "}" in rest:
        return f"must have no other braces than {RANDOM}"
    try:
        _WEB(address(template, "0"))
    except ValidationError:
        return f"is no web address such as https://meet.example.com/{RANDOM}"
    return ""


def address(template: str, part: str) -> str:
    """This will give the address of one meeting; "" while it has no random part and needs one."""
    return template.replace(RANDOM, part) if part or RANDOM not in template else ""
