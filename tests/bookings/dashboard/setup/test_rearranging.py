"""Many bookings that a change leaves outside go elsewhere turn by turn, on a page that can be left."""

import pytest

from bookings import queries
from bookings.dashboard.frame import rearranging
from bookings.management import work
from bookings.models import Booking, Event, Rearrangement
from bookings.operations import rearrange, turns
from businesses.models import TimeOff
from tests import factories
from tests.bookings.dashboard.forms import confirm
from tests.bookings.dashboard.setup.test_dates_pages import AWAY
from tests.bookings.dashboard.setup.test_outside import UNDO, away, now_at
from tests.factories import NOW

OLD = ["Tue 09:00", "Tue 10:00", "Tue 11:00"]


@pytest.fixture
def three(elm):
    """Three who come to Maria Gomez on a Tuesday morning."""
    return [factories.book(elm, "Trim", clock=f"{hour}:00", staff="Maria Gomez") for hour in ("09", "10", "11")]


@pytest.fixture(autouse=True)
def _one_at_a_time(monkeypatch):
    monkeypatch.setattr(rearranging, "TURN", -1)


def begun(elm, olive, **chosen):
    """The page that goes on with a morning off, all of whose bookings are moved."""
    return confirm(olive, AWAY, olive.post(AWAY, away(elm)), **({"all": "time"} | chosen))


def clocks(elm, bookings):
    return [now_at(elm, booking)[0] for booking in bookings]


def page():
    return f"/admin/rearranging/{Rearrangement.objects.get().pk}/"


def test_the_change_is_saved_and_the_page_says_how_far_the_bookings_are(elm, olive, three):
    answer = begun(elm, olive)
    assert answer.redirect_chain == [(page(), 302)]
    assert TimeOff.objects.count() == 1
    assert "1 of 3 bookings are done" in answer.text
    assert "data-goes-on" in answer.text
    assert "2 of 3 bookings are done" in olive.post(page(), follow=True).text
    done = olive.post(page(), follow=True).text
    assert "3 bookings are moved: Jordan Smith" in done
    assert "data-goes-on" not in done
    assert "Undo all of it" in done
    assert not {each[:6] for each in clocks(elm, three)} & {"Tue 09", "Tue 10", "Tue 11"}


def test_the_worker_goes_on_when_nobody_looks(elm, olive, three):
    begun(elm, olive)
    assert work.rearrange(NOW) == "carried on 1 rearrangements"
    assert work.rearrange(NOW) == "carried on 0 rearrangements"
    assert Rearrangement.objects.get().state == "done"
    assert len(set(clocks(elm, three))) == 3
    assert list(queries.broken_invariants()) == []


def test_what_breaks_off_is_gone_on_with_and_nothing_is_done_twice(elm, olive, three, monkeypatch):
    real, calls = rearrange.move_near, []

    def broken(**asked):
        calls.append(asked["booking"].pk)
        if len(calls) == 2:
            raise SystemExit  # the process is stopped after the move, before anything else is written
        return real(**asked)

    monkeypatch.setattr(rearrange, "move_near", broken)
    begun(elm, olive)
    with pytest.raises(SystemExit):
        work.rearrange(NOW)
    work.rearrange(NOW)
    moved = Event.objects.filter(type=Event.Type.MOVED).values_list("booking", flat=True)
    assert sorted(moved) == sorted(each.pk for each in three)


def test_while_somebody_is_at_work_nobody_else_is(elm, olive, three):
    begun(elm, olive)
    Rearrangement.objects.update(busy_until=NOW + turns.LEASE)
    assert "1 of 3 bookings are done" in olive.post(page(), follow=True).text


def test_what_changed_meanwhile_is_left_alone_and_named(elm, olive, three):
    begun(elm, olive)
    Booking.objects.filter(pk=three[2].pk).update(sequence=7)
    work.rearrange(NOW)
    text = olive.get(page()).text
    assert "2 bookings are moved" in text
    assert "These were left alone: 1" in text
    assert now_at(elm, three[2])[0] == "Tue 11:00"


def test_undoing_stops_it_and_brings_back_what_was_moved_turn_by_turn(elm, olive, three):
    begun(elm, olive)
    olive.post(page())
    text = olive.get(UNDO).text
    assert "2 bookings go back to the old time" in text
    assert "1 more booking is on the way: this is stopped." in text
    assert "1 of 2 bookings are done" in olive.post(UNDO, follow=True).text
    work.rearrange(NOW)
    assert clocks(elm, three) == OLD
    assert not TimeOff.objects.exists()
    assert set(Rearrangement.objects.values_list("state", flat=True)) == {"stopped", "done"}


def test_the_message_is_not_kept_once_all_is_done(elm, olive, three):
    begun(elm, olive, all="cancel", message="Maria is ill.")
    assert Rearrangement.objects.get().message == "Maria is ill."
    work.rearrange(NOW)
    assert Rearrangement.objects.get().message == ""
    assert {each.cancel_reason for each in Booking.objects.all()} == {"Maria is ill."}


def test_nobody_sees_what_another_began(elm, karachi, olive, max_, three):
    begun(elm, olive)
    assert max_.get(page()).status_code == 404
    assert olive.get("/admin/rearranging/999/").status_code == 404


def test_it_is_forgotten_after_some_days(elm, olive, three):
    begun(elm, olive)
    work.purge(NOW + turns.KEPT)
    assert not Rearrangement.objects.exists()
