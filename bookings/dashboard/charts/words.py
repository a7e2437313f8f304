"""Numbers as people read them."""

PERCENT = "\xa0%"


def percent(share: float) -> str:
    """This will give "92 %"; what is more than nothing is never 0, what is less than all never 100."""
    if 0 < share < 0.005:
        return f"under 1{PERCENT}"
    return f"{99 if 0.995 <= share < 1 else round(100 * share)}{PERCENT}"


def hours_words(minutes: int) -> str:
    """This will give "12 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours:,} h {rest} min" if hours and rest else f"{hours:,} h" if hours else f"{rest} min"


def number_of(count: int, noun: str) -> str:
    """This will give "1 booking", "1,204 bookings"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def average(total: int, days: int) -> str:
    """This will give a mean with one decimal when it is small."""
    return f"{total / days:.1f}".removesuffix(".0") if total < 10 * days else f"{round(total / days):,}"
