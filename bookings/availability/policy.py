"""What binds whoever asks for a time."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Policy:
    """Each rule that somebody may be bound by, or not. The defaults bind a guest."""

    grid: bool = True  # only the starts of the grid or the timetable
    hours: bool = True  # only inside opening and working hours
    lead_time: bool = True  # not sooner than the business wants
    window: bool = True  # not further ahead than the business wants
    skills: bool = True  # what is booked moves only while it is on offer, and with those who perform it
    past: bool = False  # a start that is over may be taken
    blocked: bool = False  # customers whom the business blocked may come
    notice: bool = True  # not changed within the business's notice

    def but(self, **changes: bool) -> "Policy":
        """This will give the same policy with some rules changed."""
        return replace(self, **changes)


GUEST = Policy()
STAFF = Policy(grid=False, hours=False, lead_time=False, window=False, skills=False, blocked=True, notice=False)
COUNTER = STAFF.but(past=True)  # a walk-in who already sits there
