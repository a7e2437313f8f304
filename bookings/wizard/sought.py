"""What a guest looks for, asked of the house in one way: one service, or several that follow each other."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookings import queries
from businesses.models import Service


@dataclass(frozen=True)
class Sought:
    """The services in order, each with its person, and how they are wanted; `together`: one person does all."""

    house: queries.House
    stages: Sequence[queries.Stage]
    wanted: queries.Wanted
    now: dt.datetime
    together: bool = False

    def dates(self, first: dt.date, days: int, count: int) -> list[queries.OpenDate]:
        """This will give the first `count` dates with a free start among so many days."""
        how = {"first": first, "horizon_days": days, "now": self.now, "count": count}
        if self._one:
            return queries.open_dates(self.house, self.stages[0].service, wanted=self._wanted_of_one, **how)
        return queries.visit_dates(self.house, self.stages, wanted=self.wanted, together=self.together, **how)

    def states(self, first: dt.date, last: dt.date) -> list[queries.DateState]:
        """This will give every date of `first` … `last`, free or not."""
        how = {"first": first, "last": last, "now": self.now}
        if self._one:
            return queries.date_states(self.house, self.stages[0].service, wanted=self._wanted_of_one, **how)
        return queries.visit_states(self.house, self.stages, wanted=self.wanted, together=self.together, **how)

    def slots(self, day: dt.date) -> list[queries.Slot]:
        """This will give every start of a date that is offered."""
        if self._one:
            service = self.stages[0].service
            return queries.open_slots(self.house, service, day=day, now=self.now, wanted=self._wanted_of_one)
        how = {"day": day, "now": self.now, "wanted": self.wanted, "together": self.together}
        return queries.visit_slots(self.house, self.stages, **how)

    def nearest(self, starts_at: dt.datetime) -> list[dt.datetime]:
        """This will give the three free starts nearest to an instant."""
        how = {"starts_at": starts_at, "now": self.now}
        if self._one:
            return queries.alternatives(self.house, self.stages[0].service, wanted=self._wanted_of_one, **how)
        return queries.visit_alternatives(self.house, self.stages, wanted=self.wanted, together=self.together, **how)

    def obstacle(self, starts_at: dt.datetime) -> queries.VisitExplained | None:
        """This will name the service that keeps a visit from a start; None: nothing does."""
        how = {"starts_at": starts_at, "now": self.now, "wanted": self.wanted, "together": self.together}
        return queries.explain_visit(self.house, self.stages, **how)

    def why_nothing(self, first: dt.date, last: dt.date) -> queries.Nothing | None:
        """This will say why there is no free start from one date to another; None: there is one, or several services
        are looked for, each of which has its own reason."""
        if not self._one:
            return None
        how = {"first": first, "last": last, "now": self.now, "wanted": self._wanted_of_one}
        return queries.why_nothing(self.house, self.stages[0].service, **how)

    def lacking(self, first: dt.date, days: int) -> Service | None:
        """This will give the first of several services that has nothing free on any of these dates, even alone."""
        for stage in self.stages if not self._one else ():
            if not replace(self, stages=[stage]).dates(first, days, 1):
                return stage.service
        return None

    def is_free(self, starts_at: dt.datetime) -> bool:
        """Whether all of it can start then."""
        if not self._one:
            return self.obstacle(starts_at) is None
        how = {"starts_at": starts_at, "now": self.now, "wanted": self._wanted_of_one}
        return bool(queries.free_staff(self.house, self.stages[0].service, **how))

    @property
    def _one(self) -> bool:
        return len(self.stages) == 1

    @property
    def _wanted_of_one(self) -> queries.Wanted:
        return self.wanted._replace(staff=self.stages[0].staff, place=self.stages[0].place)
