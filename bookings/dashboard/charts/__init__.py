"""Pictures drawn on the server: from numbers to the geometry of an SVG, with the words beside it and a table twin.

Pure: no request, no database. What a colour says is said by a pattern, a number or a word as well.
"""

import datetime as dt
from collections.abc import Callable

from bookings.dashboard.charts.columns import Values, columns
from bookings.dashboard.charts.grid import utilisation
from bookings.dashboard.charts.lines import Bar, bars, leads, parts, rates
from bookings.dashboard.charts.shapes import Chart, Table
from bookings.dashboard.charts.stacks import bookings_per_day
from bookings.queries import Figures

__all__ = ["Bar", "Chart", "Table", "Values", "bars", "columns", "of_figures"]


def of_figures(figures: Figures, date_words: Callable[[dt.date], str], hour_words: Callable[[int], str]) -> list[Chart]:
    """This will draw all there is to see, in the order in which it is shown."""
    return [
        bookings_per_day(figures.days, date_words),
        utilisation(figures.cells, hour_words),
        parts("staff", "Whom the booked time is with", "people", figures.by_staff),
        parts("services", "What the booked time is for", "services", figures.by_service),
        leads(figures.leads),
        rates(figures.missed, figures.cancelled),
    ]
