"""The steps of a guest's way, and the addresses that lead back to them."""

from dataclasses import dataclass

from django.utils.translation import gettext

from bookings.wizard import reasons, visits
from bookings.wizard.journey import Journey

BESIDE = {"more": "time", "repeat": "time"}  # pages that are no step of their own


@dataclass(frozen=True)
class Step:
    """A step as the page shows it; `href` leads back to it once it is answered."""

    name: str
    label: str
    href: str = ""
    current: bool = False


def first_step() -> list[Step]:
    """This will give the one step that there is before a service is chosen."""
    return [Step("service", gettext("Service"), current=True)]


def frame_of(journey: Journey, current: str) -> dict[str, object]:
    """This will give what stands around each step: the way, the services of a visit, and who is no longer there."""
    return {
        "journey": journey,
        "steps": steps_of(journey, current),
        "chosen": visits.chosen_of(journey),
        "gone": reasons.gone(journey.house, journey.stages),
    }


def steps_of(journey: Journey, current: str) -> list[Step]:
    """This will give the steps that a journey has, in order; those before the current one lead back."""
    names = [
        ("service", gettext("Service")),
        *([("location", gettext("Place"))] if journey.asks_location else []),
        *([("staff", gettext("Person"))] if journey.asks_staff else []),
        ("time", gettext("Date and time")),
        ("details", gettext("Your details")),
        ("check", gettext("Check")),
    ]
    place = [name for name, _ in names].index(BESIDE.get(current, current))
    back = {**journey.changes, "details": journey.to("details")}
    return [
        Step(name, label, back[name] if position < place else "", position == place)
        for position, (name, label) in enumerate(names)
    ]
