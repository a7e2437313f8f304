"""A change of the set-up is shown before it is made: which bookings it leaves outside, and what to do with each."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator

from bookings import operations, queries
from bookings.dashboard.frame import foreseeing, noting, pages, rearranging, undoing, words
from bookings.dashboard.frame.reach import actor, reach_of
from bookings.dashboard.frame.settling import ALL, DEEDS, LOOK, MESSAGE, OURS, SEEN, Choices, lines, of_one, seal
from bookings.queries import Outside
from businesses.models import Business
from businesses.models.rota import letter

Shown = Callable[..., HttpResponse]

REASONS = {
    "service": "the service is switched off",
    "staff": "{staff} takes no appointments",
    "location": "the location of {staff} is switched off",
    "skills": "{staff} does not do this",
    "resource": "{resource} is switched off",
    "window": "it is further ahead than guests can book",
    "closed": "it is closed for some of it",
    "working hours": "{staff} does not work for some of it",
    "time off": "{staff} is away",
}


IN_TURN = {"working hours": "{staff} does not work for some of it in week {week}"}


class _NotYet(Exception):
    """What the form did is taken back: it is to be seen first."""


def shown_first(view: Shown) -> Shown:
    """This will let a page that saves set-up do so only when no booking is left outside by it, or when somebody who
    has seen which ones has said what to do with them. The page itself is called as it is, and taken back if need be."""

    @functools.wraps(view)
    def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = reach_of(request).here
        if request.method != "POST" or here is None:
            return view(request, *args, **kwargs)
        return _tried(request, here, lambda: view(request, *args, **kwargs))

    return looked_at


class ShownFirstAdmin:
    """An admin whose forms and lists are such pages."""

    @method_decorator(shown_first)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form of a row."""
        return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    @method_decorator(shown_first)
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list, whose actions change rows."""
        return super().changelist_view(request, *args, **kwargs)  # type: ignore[misc, no-any-return]


def _tried(request: HttpRequest, here: Business, save: Callable[[], HttpResponse]) -> HttpResponse:
    now, said = timezone.now(), len(request._messages._queued_messages)  # type: ignore[attr-defined]
    found, begun, ways = list[Outside](), None, foreseeing.Ways()
    try:
        with transaction.atomic():
            before, kept = queries.setup_now(here.pk), undoing.Kept(here.pk)
            watch = noting.Watch(request, here.pk, kept.rows)
            with watch.watching():
                answer = save()
            found = queries.newly_outside(before, queries.setup_now(here.pk), now=now)
            choices = Choices.read(request.POST, found)
            if found and choices is None:
                ways = foreseeing.ways(request, found, now=now)
                raise _NotYet
            watch.note()
            if found and choices is not None:
                begun = operations.begin_rearranging(
                    business=here, lines=lines(found, choices), now=now, by=actor(request), message=choices.message
                )
                kept.remember(request, begun, now=now)
    except _NotYet:
        del request._messages._queued_messages[said:]  # type: ignore[attr-defined]
        return _shown(request, here, found, ways)
    return answer if begun is None else rearranging.carry_on(request, begun, answer)


def _shown(request: HttpRequest, here: Business, found: Sequence[Outside], ways: foreseeing.Ways) -> HttpResponse:
    again = SEEN in request.POST and LOOK not in request.POST
    sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    context = {
        "fields": [pair for pair in sent if pair[0] != "csrfmiddlewaretoken" and not pair[0].startswith(OURS)],
        "back": request.get_full_path(),
        "rows": [_row(request, here, each) | ways.words_of(each.booking, here) for each in found],
        "are_all_foreseen": ways.are_known_of(found),
        "deeds": DEEDS,
        "chosen": request.POST.get(ALL, "keep"),
        "message": request.POST.get(MESSAGE, ""),
        "seal": seal(found),
        "again": again,
        "files": list(request.FILES),
        "names": {"all": ALL, "message": MESSAGE, "seen": SEEN, "look": LOOK},
    }
    status = 409 if again else 200
    return pages.show(request, "admin/outside.html", context, title="Before this is saved", status=status)


def _row(request: HttpRequest, here: Business, each: Outside) -> dict[str, Any]:
    booking = each.booking
    known = {"staff": booking.staff.name, "resource": booking.appointment.resource or "its room"}
    said = REASONS
    if each.turn is not None:
        said, known["week"] = REASONS | IN_TURN, letter(each.turn)
    return {
        "booking": booking,
        "when": words.moment(booking.starts_at.astimezone(here.zone)),
        "why": "; ".join(said[rule].format(**known) for rule in said if rule in each.rules),
        "name": of_one(booking),
        "chosen": request.POST.get(of_one(booking), ""),
    }
