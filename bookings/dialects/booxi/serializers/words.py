"""Booxi's words, and lists of them in a query."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from bookings import operations
from bookings.dialects import fields

APPOINTMENT, RESERVATION, GROUP = "Appointment", "Reservation", "GroupReservation"
METHODS = (APPOINTMENT, RESERVATION, GROUP)
APPROVED, CANCELLED, AWAITING = "Approved", "Cancelled", "PendingStaffApproval"
EXPECTING, ARRIVED, NO_SHOW = PRESENCES = ("Expecting", "Arrived", "NoShow")
STAFF, CLIENT = BY = ("Staff", "Client")
BUSINESS, HOME, VIDEO = "Business", "Home", "VideoConference"
LOCATIONS = (BUSINESS, HOME, "Phone", VIDEO, "Custom")
RULES = ("None", "AttendeeCount", "Availability", "TimeConstraints", "ClientBlocked")
IGNORABLE = (
    *("BookingIsCompleted", "BookingHasPassed", "BookingNotToday", "BookingIsCanceledByClient", "TimeTooEarly"),
    *("TimeTooLate", "ClientStatus", "GroupEventOvercapacity", "TooManyAttendees", "StaffNotAvailable"),
    "ResourceNotAvailable",
)


def listed(lists: Iterable[tuple[str, list[str]]], name: str) -> list[str]:
    """This will give the words of a query's list: repeated, apart by commas, or as PHP writes them, `rules[0]=`."""
    form = re.compile(rf"{name}(\[[^\]]*\])?")
    written = [value for key, values in lists if form.fullmatch(key) for value in values]
    return [word.strip() for value in written for word in value.split(",") if word.strip()]


class Words(serializers.ListField):
    """Words of a list; all of them must be known."""

    def __init__(self, words: Iterable[str], **kwargs: Any) -> None:
        super().__init__(child=serializers.ChoiceField(list(words)), required=False, default=list, **kwargs)


class PolicyQuery(fields.Request):
    """What binds a request besides what always does."""

    rules = Words(
        RULES,
        help_text="`TimeConstraints`: only starts that guests are offered. `ClientBlocked`: no blocked client. The "
        "others say what holds anyway. A list: repeat it, or put commas between.",
    )
    ignoreError = Words(IGNORABLE, help_text="What shall not be in the way. What takes time from others always is.")
    language = serializers.CharField(required=False, allow_blank=True, help_text="It is read and changes nothing.")

    @classmethod
    def read(cls, lists: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
        """This will give what the shape reads of a query."""
        found = list(lists)
        return {name: listed(found, name) for name in ("rules", "ignoreError")}


def policy(wanted: Mapping[str, list[str]]) -> operations.Policy:
    """This will give the staff's policy, with what a request adds to it and takes from that."""
    rules, ignored = wanted["rules"], wanted["ignoreError"]
    found = operations.STAFF.but(past="BookingHasPassed" in ignored)
    if "TimeConstraints" in rules:
        early, late = "TimeTooEarly" not in ignored, "TimeTooLate" not in ignored
        found = found.but(grid=True, hours=True, lead_time=early, window=late)
    return found.but(blocked="ClientBlocked" not in rules or "ClientStatus" in ignored)
