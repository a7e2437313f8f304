"""What a page says of an invitation: the link, this once, or why nobody was invited."""

from typing import Any

from businesses import people
from businesses.models import Business


def told(business: Business, invited: people.Invitation) -> dict[str, Any]:
    """This will mail an invitation, and give what a page says of it; the link is in no other place."""
    try:
        people.tell(business, invited)
    except OSError:
        return {"invited": invited, "mail_failed": True}
    return {"invited": invited}


def sentence(refusal: people.Refused) -> str:
    """This will give a refusal as a sentence."""
    words = str(refusal)
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."
