"""One process writes, two others read and remember: after every commit they answer as the rows say, at once."""

import datetime as dt
import json
import random

import pytest

from bookings import errors, operations
from bookings.queries.memory import memory
from businesses import diary, document
from businesses.models import OpeningHours, Resource, Rota, Service, Skill, SpecialDay, StaffMember, TimeOff
from tests import factories
from tests.races import cast
from tests.races.other_processes import environment
from tests.races.reader import Reader, answer
from tests.races.runner import LONG, assert_sound

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 5000 if LONG else 200
READERS = 2
PEOPLE = 3
DAYS = 4
CLOCKS = ("07:00", "09:30", "11:00", "11:30", "12:00", "12:15", "13:00", "18:00")
HOURS = ((dt.time(6), dt.time(22)), (dt.time(8), dt.time(12, 30)), (dt.time(11), dt.time(3)))


class House:
    """Birch House, and what its owner and its guests do to it, by dice."""

    VERBS = {
        "book": 8, "hold": 5, "claim": 3, "cancel": 5, "move": 5, "release": 1, "wait": 2, "tidy": 1,
        "hours": 1, "away": 2, "back": 2, "special": 1, "rota": 1, "room": 2, "person": 1, "service": 1, "skill": 1,
        "load": 1,
    }  # fmt: skip

    def __init__(self, seed):
        self.shop = cast.birch(people=PEOPLE, rooms=2)
        self.dice, self.now = random.Random(seed), cast.NOW
        self.bookings, self.holds, self.sold = [], [], None

    def step(self):
        """Does one thing, and gives its name; `sold` is then what it sold, if it did."""
        verb = self.dice.choices(list(self.VERBS), list(self.VERBS.values()))[0]
        self.sold = None
        try:
            getattr(self, verb)()
        except errors.Refused:
            return f"{verb}, refused"
        return verb

    def wish(self):
        service = self.dice.choice(("Trim", "Cut", "Color", "Massage", "Facial", "Yoga", "Yoga"))
        staff = self.dice.choice((None, *cast.NAMES[:PEOPLE]))
        return (service, self.day(), self.dice.choice(CLOCKS)), staff

    def day(self):
        return cast.day(self.dice.randrange(DAYS))

    def book(self):
        what, staff = self.wish()
        self.sold = cast.book(self.shop, *what, staff=staff, now=self.now)
        self.bookings.append(self.sold)

    def hold(self):
        what, staff = self.wish()
        held = cast.hold(self.shop, *what, staff=staff, now=self.now)
        self.holds.append(held)
        self.sold = held[0]

    def claim(self):
        if self.holds:
            held = self.holds.pop(self.dice.randrange(len(self.holds)))
            self.bookings.append(cast.claim(*held, now=self.now))

    def release(self):
        if self.holds:
            held, token = self.holds.pop(self.dice.randrange(len(self.holds)))
            operations.release(booking=held, token=token, now=self.now, by="guest")

    def cancel(self):
        if self.bookings:
            cast.cancel(self.bookings.pop(self.dice.randrange(len(self.bookings))), now=self.now)

    def move(self):
        if self.bookings:
            (_, on, clock), staff = self.wish()
            person = self.shop.staff[staff] if staff else None
            moved = self.dice.choice(self.bookings)
            self.sold = cast.move(moved, factories.at(self.shop, on, clock), staff=person, now=self.now)

    def wait(self):
        self.now += dt.timedelta(minutes=self.dice.choice((1, 6, 11)))

    def tidy(self):
        operations.expire(now=self.now)

    def hours(self):
        opens, closes = self.dice.choice(HOURS)
        self.changed(OpeningHours.objects.filter(weekday=self.dice.randrange(7)), opens=opens, closes=closes)

    def away(self):
        starts_at = factories.at(self.shop, self.day(), self.dice.choice(CLOCKS))
        ends_at = starts_at + dt.timedelta(hours=self.dice.randrange(1, 8))
        person = self.shop.staff[self.dice.choice(cast.NAMES[:PEOPLE])]
        with diary.changing(self.shop.business.pk):
            TimeOff.objects.create(business=self.shop.business, staff=person, starts_at=starts_at, ends_at=ends_at)

    def back(self):
        with diary.changing(self.shop.business.pk):
            TimeOff.objects.filter(pk__in=list(TimeOff.objects.values_list("pk", flat=True)[:1])).delete()

    def special(self):
        day, periods = self.day(), self.dice.choice(([], [["10:00", "13:00"]]))
        with diary.changing(self.shop.business.pk):
            if not SpecialDay.objects.filter(date=day).delete()[0]:
                SpecialDay.objects.create(business=self.shop.business, date=day, periods=periods)

    def rota(self):
        person, periods = (
            self.shop.staff[self.dice.choice(cast.NAMES[:PEOPLE])],
            [[n, "08:00", "12:30"] for n in range(7)],
        )
        with diary.changing(self.shop.business.pk):
            if not Rota.objects.filter(staff=person).delete()[0]:
                weeks = self.dice.choice(([periods, []], [[], periods], [periods]))
                Rota.objects.create(business=self.shop.business, staff=person, from_on=self.day(), weeks=weeks)

    def room(self):
        self.switched(Resource)

    def person(self):
        self.switched(StaffMember)

    def service(self):
        trim = Service.objects.filter(name=self.dice.choice(("Trim", "Massage", "Yoga")))
        minutes, after = self.dice.choice((30, 45, 60)), self.dice.choice((0, 15))
        self.changed(trim, duration_minutes=minutes, buffer_after_minutes=after, capacity=trim.get().capacity)

    def skill(self):
        skill = Skill.objects.order_by("?").first()
        self.changed(Skill.objects.filter(pk=skill.pk), duration_minutes=self.dice.choice((None, 20, 75)))

    def load(self):
        text = json.dumps(cast.birch_document(people=PEOPLE, rooms=2))
        document.load(text, now=self.now)

    def switched(self, model):
        row = self.dice.choice(list(model.objects.order_by("pk")))
        active = not row.active or model.objects.filter(active=True).count() == 1
        self.changed(model.objects.filter(pk=row.pk), active=active)

    def changed(self, rows, **values):
        with diary.changing(self.shop.business.pk):
            rows.update(**values)

    def questions(self):
        """Two at random, and about what was sold."""
        asked = [self.question(*self.somebody(), self.day()) for _ in range(2)]
        if self.sold is not None:
            appointment = self.sold.appointment
            asked.append(self.question(appointment.service, appointment.staff, 1, appointment.listed_on))
        return asked

    def somebody(self):
        (service, _, _), staff = self.wish()
        party = self.dice.choice((1, 1, 2)) if service == "Yoga" else 1
        return self.shop.services[service], self.shop.staff[staff] if staff else None, party

    def question(self, service, person, party, day):
        return {
            "business": self.shop.business.pk,
            "service": service.pk,
            "staff": person and person.pk,
            "party": party,
            "day": day.isoformat(),
            "now": self.now.isoformat(),
        }


@pytest.fixture
def readers(transactional_db):
    """Processes that look into the test's own database."""
    found = [Reader(environment()) for _ in range(READERS)]
    yield found
    for reader in found:
        reader.close()


def told(readers, questions):
    """What each of the readers answers."""
    for reader in readers:
        reader.ask(questions)
    return [reader.answers() for reader in readers]


def from_the_rows(questions):
    """The answers of somebody who remembers nothing."""
    memory.forget()
    return json.loads(json.dumps([answer(question) for question in questions]))


@pytest.mark.parametrize("seed", range(8) if LONG else [0])
def test_whoever_reads_after_a_commit_reads_what_was_committed(readers, seed):
    house, done = House(seed), {}
    for number in range(ROUNDS):
        verb = house.step()
        done[verb] = done.get(verb, 0) + 1
        questions = house.questions()
        right = from_the_rows(questions)
        for said in told(readers, questions):
            assert said == right, f"round {number}: {verb}"
            if house.sold is not None and house.sold.appointment.places == 1:
                free = [start for start, is_free, _ in said[-1][0] if is_free]
                assert house.sold.starts_at.isoformat() not in free, f"round {number}: {verb}"
    assert sum(count for verb, count in done.items() if "refused" not in verb) > ROUNDS // 2
    assert {"book", "hold", "cancel", "move", "hours", "away", "room"} <= done.keys()
    assert_sound()


def test_what_is_given_back_is_offered_again_at_once(readers):
    house = House(1)
    shop, dice = house.shop, house.dice
    ana = shop.staff[cast.NAMES[0]]
    for _ in range(ROUNDS // 10):
        service, day = dice.choice(("Trim", "Massage", "Yoga")), house.day()
        question = house.question(shop.services[service], ana, 1, day)
        before = told(readers, [question])
        taken = cast.book(shop, service, day, dice.choice(CLOCKS), staff=ana.name)
        between = told(readers, [question])
        assert all(said != earlier for said, earlier in zip(between, before, strict=True))
        cast.cancel(taken)
        assert told(readers, [question]) == before
    assert_sound()
