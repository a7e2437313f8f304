"""The address of a video meeting, as it is typed."""

from django.core.exceptions import ValidationError

from businesses import online


def meeting(typed: str) -> str:
    """This will give the address, or nothing. Raises `ValidationError`."""
    address = typed.strip()
    if address and (fault := online.fault(address)):
        raise ValidationError(f"This {fault}.", code="invalid")
    return address
