"""POST /bookings/merchant, once"""

import datetime as dt
import uuid

import pytest

from bookings import operations
from bookings.models import Appointment, Booking
from businesses.models import Customer
from tests import factories, partners
from tests.bookings.dialects.miketsu.answers import NOBODY, entry, made, refused
from tests.factories import DAY

SMITH = {"first_name": "Jane", "last_name": "Smith", "email": "smith@example.com", "phone_number": "+1234567890"}


def entered(partner, shop, *args, **changes):
    """The appointment that an entry makes, or joins."""
    return made(partner.post("/merchant", entry(shop, *args, **changes)))


def known(shop, email="jane@example.com"):
    """A customer of the business, as a merchant names them."""
    return {"id": str(Customer.objects.get(business=shop.business, email=email).uuid)}


def names(appointment):
    """Who is in an appointment, by name."""
    places = appointment.taken_places.filter(live=True).order_by("pk").select_related("booking")
    return [place.booking.guest_name for place in places]


def test_a_new_customer_is_entered_and_known_from_then_on(merchant, elm):
    appointment = entered(merchant, elm, customers=[SMITH])
    booking = Booking.objects.get()
    assert booking.appointment == appointment
    assert (booking.status, booking.source, booking.staff_notes, booking.customer_notes) == (
        "confirmed",
        "miketsu",
        "Customer prefers morning appointments",
        "",
    )
    assert (booking.guest_name, booking.guest_email, booking.guest_phone) == (
        "Jane Smith",
        "smith@example.com",
        "+1234567890",
    )
    customer = booking.customer
    assert (customer.first_name, customer.last_name, customer.email) == ("Jane", "Smith", "smith@example.com")


def test_what_the_house_enters_is_confirmed_whatever_guests_have_to_wait_for(now, db):
    shop = factories.load(factories.elm_document(rules={"auto_confirm": False}))
    entered(partners.miketsu(shop), shop)
    assert Booking.objects.get().status == "confirmed"


def test_a_first_name_of_two_words_stays_one(merchant, elm):
    entered(merchant, elm, customers=[{"first_name": "Mary Ann", "last_name": "Smith"}])
    customer = Booking.objects.get().customer
    assert (customer.first_name, customer.last_name) == ("Mary Ann", "Smith")


def test_names_of_full_length_fit(merchant, elm):
    entered(merchant, elm, customers=[{"first_name": "a" * 100, "last_name": "b" * 100, "phone_number": "5" * 50}])
    assert len(Booking.objects.get().guest_name) == 200


def test_of_a_customer_with_an_id_nothing_else_is_looked_at(merchant, elm):
    odd = {"first_name": 5, "last_name": "x" * 500, "email": "nowhere", "phone_number": []}
    entered(merchant, elm, customers=[{**known(elm), **odd}])
    booking = Booking.objects.get()
    assert (booking.guest_name, booking.customer.email) == ("Jane Doe", "jane@example.com")


@pytest.mark.parametrize(
    "said",
    [
        {"first_name": "Other", "email": "JANE@example.com", "phone_number": "+12025550199"},
        {"first_name": "Other", "phone_number": "(202) 555-0185"},
    ],
)
def test_a_customer_without_an_id_is_recognised_by_e_mail_else_phone_and_never_altered(merchant, elm, said):
    before = Customer.objects.filter(email="jane@example.com").values().get()
    entered(merchant, elm, customers=[said])
    booking = Booking.objects.get()
    assert (booking.guest_name, booking.customer_id) == ("Other", before["id"])
    assert Customer.objects.filter(email="jane@example.com").values().get() == before


def test_a_blocked_customer_may_be_entered_by_the_house(merchant, elm):
    entered(merchant, elm, customers=[known(elm, "bob@example.com")])


@pytest.mark.parametrize("customers", [[], None, ...])
def test_nobody_at_all_is_somebody_who_walks_in(merchant, elm, customers):
    entered(merchant, elm, customers=customers, is_recurring=..., merchant_note=...)
    booking = Booking.objects.get()
    assert (booking.customer, booking.guest_name, booking.staff_notes) == (None, "", "")


@pytest.mark.parametrize(
    ("day", "clock"),
    [(DAY, "10:05"), (DAY, "12:30"), (dt.date(2026, 11, 29), "06:10"), (dt.date(2027, 6, 8), "23:50"),
     (dt.date(2026, 11, 20), "09:01")],
)  # fmt: skip
def test_any_start_to_come_may_be_entered(merchant, elm, day, clock):
    assert entered(merchant, elm, day=day, clock=clock).starts_at == factories.at(elm, day, clock)


@pytest.mark.parametrize(
    "written", ["2026-11-20T14:59:00Z", "2020-01-01T10:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:00Z"]
)
def test_what_is_past_or_beyond_all_years_is_400(merchant, elm, written):
    assert refused(merchant.post("/merchant", entry(elm, timestamp=written)), 400)


def test_everybody_who_is_free_serves_and_nobody_twice(merchant, elm):
    assert entered(merchant, elm).staff != entered(merchant, elm).staff
    assert refused(merchant.post("/merchant", entry(elm)), 409)
    assert refused(merchant.post("/merchant", entry(elm, clock="10:30")), 409)
    entered(merchant, elm, clock="10:45")


def test_time_off_is_kept(now, db):
    document = factories.elm_document()
    document["staff"][0]["time_off"] = [{"from": "2026-11-24T09:00", "to": "2026-11-24T18:00"}]
    shop = factories.load(document)
    merchant = partners.miketsu(shop)
    assert refused(merchant.post("/merchant", entry(shop, "Trim")), 409)
    entered(merchant, shop, "Trim", clock="19:00")


def test_a_needed_room_must_be_free(merchant, elm):
    entered(merchant, elm, "Massage")
    assert refused(merchant.post("/merchant", entry(elm, "Massage")), 409)


def test_a_service_that_nobody_performs_is_409(now, db):
    document = factories.elm_document()
    document["staff"] = [each for each in document["staff"] if "Yoga" not in each["services"]]
    shop = factories.load(document)
    assert refused(partners.miketsu(shop).post("/merchant", entry(shop, "Yoga", customers=[SMITH])), 409)


@pytest.mark.parametrize("field", ["service_id", "timestamp"])
def test_a_required_field_that_is_missing_or_null_is_400(merchant, elm, field):
    for value in (..., None):
        assert refused(
            merchant.post("/merchant", entry(elm, **{field: value})), 400, f"{field}: This field is required."
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"service_id": "1"}, {"service_id": 1.5}, {"service_id": True}, {"timestamp": "soon"}, {"timestamp": 5},
        {"timestamp": "2026-11-24T16:00:00"}, {"timestamp": "2026-11-24T16:00:01Z"}, {"customers": {}},
        {"customers": "Ida"}, {"customers": [5]}, {"customers": [None]}, {"customers": [[]]}, {"customers": [{}]},
        {"customers": [{"last_name": "Only"}]}, {"customers": [{"first_name": " "}]},
        {"customers": [{"first_name": 5}]},
        {"customers": [{"first_name": "x" * 101}]}, {"customers": [{"first_name": "A", "last_name": "x" * 101}]},
        {"customers": [{"first_name": "A", "email": "nowhere"}]}, {"customers": [{"first_name": "A", "email": 5}]},
        {"customers": [{"first_name": "A", "phone_number": "5" * 51}]}, {"customers": [{"id": "x"}]},
        {"customers": [{"first_name": "A", "phone_number": 5}]}, {"customers": [{"id": 5, "first_name": "A"}]},
        {"customers": [{"id": "", "first_name": "A"}]}, {"merchant_note": 5}, {"merchant_note": "x" * 2001},
        {"merchant_note": "a\0b"}, {"is_recurring": "no"}, {"is_recurring": 0}, {"is_recurring": "false"},
    ],
    ids=str,
)  # fmt: skip
def test_a_field_that_cannot_be_read_is_400(merchant, elm, changes):
    assert refused(merchant.post("/merchant", entry(elm, **changes)), 400)
    assert not Booking.objects.exists()


def test_null_equals_leaving_out_and_more_is_ignored(merchant, elm):
    customer = {"id": None, "first_name": "Ida", "last_name": None, "email": None, "phone_number": None, "vip": True}
    entered(merchant, elm, customers=[customer], merchant_note=None, is_recurring=None, recurrence_rule=None, color=5)
    assert Booking.objects.get().guest_name == "Ida"


def test_what_is_not_the_businesss_is_404(merchant, elm, karachi):
    theirs = factories.book(karachi, "Haircut", clock="12:00").customer
    for changes, words in (
        ({"service_id": NOBODY}, "service not found"),
        ({"service_id": 2**63}, "service not found"),
        ({"service_id": elm.services["Retired cut"].pk}, "service not found"),
        ({"service_id": karachi.services["Haircut"].pk}, "service not found"),
        ({"customers": [{"id": str(uuid.uuid4())}]}, "customer not found"),
        ({"customers": [{"id": str(theirs.uuid)}]}, "customer not found"),
        ({"customers": [known(elm), {"id": str(uuid.uuid4())}]}, "customer not found"),
    ):
        assert refused(merchant.post("/merchant", entry(elm, **changes)), 404, words)


def test_who_was_erased_is_not_found_and_who_was_merged_is_who_they_are_now(merchant, elm, now):
    jane, bob = known(elm), known(elm, "bob@example.com")
    kept = Customer.objects.get(uuid=bob["id"])
    Customer.objects.filter(uuid=jane["id"]).update(merged_into=kept)
    entered(merchant, elm, customers=[jane])
    assert Booking.objects.get().customer == kept
    Customer.objects.filter(uuid=bob["id"]).update(erased_at=now, identity=None)
    for gone in (jane, bob):
        assert refused(merchant.post("/merchant", entry(elm, customers=[gone])), 404, "customer not found")


def test_several_customers_need_a_group_service(merchant, elm):
    answer = merchant.post("/merchant", entry(elm, customers=[SMITH, {"first_name": "A"}]))
    assert refused(answer, 400, "appointments cannot have more than 1 customer")


# Groups


def test_several_customers_come_into_one_group_all_of_them_or_none(merchant, elm):
    group = entered(merchant, elm, "Yoga", customers=[known(elm), SMITH, {"first_name": "John"}])
    assert (group.places_taken, Appointment.objects.count()) == (3, 1)
    assert names(group) == ["Jane Doe", "Jane Smith", "John"]
    assert refused(merchant.post("/merchant", entry(elm, "Yoga", customers=[{"first_name": "A"}])), 409)


def test_more_than_it_has_places_is_409_and_writes_nothing(merchant, elm):
    crowd = [{"first_name": letter, "email": f"{letter}@example.com"} for letter in "abcd"]
    known_before = Customer.objects.count()
    assert refused(merchant.post("/merchant", entry(elm, "Yoga", customers=crowd)), 409)
    assert not Appointment.objects.exists()
    group = entered(merchant, elm, "Yoga", customers=crowd[:2])
    assert refused(merchant.post("/merchant", entry(elm, "Yoga", customers=crowd[2:])), 409)
    assert (Booking.objects.count(), Customer.objects.count()) == (2, known_before + 2)
    assert entered(merchant, elm, "Yoga", customers=crowd[2:3]) == group


def test_customers_are_never_split_over_two_groups(now, db):
    document = factories.elm_document()
    document["staff"][2:2] = [{"name": "Ravi Rao", "location": "Annex", "services": ["Yoga"]}]
    shop = factories.load(document)
    merchant = partners.miketsu(shop)
    first = entered(merchant, shop, "Yoga", customers=[{"first_name": "A"}, {"first_name": "B"}])
    second = entered(merchant, shop, "Yoga", customers=[{"first_name": "C"}, {"first_name": "D"}])
    assert (first == second, names(first), names(second)) == (False, ["A", "B"], ["C", "D"])


def test_what_guests_opened_is_joined(merchant, elm):
    group = factories.book(elm, "Yoga").appointment
    assert entered(merchant, elm, "Yoga", customers=[SMITH, {"first_name": "A"}]) == group


def test_a_class_is_opened_with_nobody_in_it_and_takes_no_place(merchant, jane, elm):
    group = entered(merchant, elm, "Yoga", customers=[])
    group.refresh_from_db()
    assert (group.live, group.places, group.places_taken, Booking.objects.count()) == (True, 3, 0, 0)
    assert entered(merchant, elm, "Yoga", customers=[SMITH, {"first_name": "A"}]) == group
    body = {
        "merchant_name": "elm", "service_id": group.service_id, "location_id": group.location_id,
        "timeStamp": group.starts_at.isoformat(), "booking_id": group.pk,
    }  # fmt: skip
    assert made(jane.post("/customer", body), "customer") == group
    assert refused(merchant.post("/merchant", entry(elm, "Yoga", customers=[{"first_name": "B"}])), 409)


def test_a_class_off_the_grid_is_open_to_customers_too(merchant, jane, elm):
    group = entered(merchant, elm, "Yoga", clock="10:10", customers=[])
    body = {
        "merchant_name": "elm", "service_id": group.service_id, "location_id": group.location_id,
        "timeStamp": group.starts_at.isoformat(),
    }  # fmt: skip
    assert made(jane.post("/customer", body), "customer") == group


def test_a_class_needs_a_teacher_who_is_free(merchant, elm):
    entered(merchant, elm, "Yoga", customers=[])
    assert refused(merchant.post("/merchant", entry(elm, "Yoga", clock="10:30", customers=[])), 409)


# Repeats and holds


@pytest.mark.parametrize("customers", [[SMITH], [], [SMITH, {"first_name": "A"}]])
def test_a_repeat_has_the_same_location_and_books_nothing(merchant, elm, customers):
    key = {"Idempotency-Key": "once"}
    bodies = [entry(elm, "Yoga", customers=customers)] * 2
    first, again = (merchant.post("/merchant", body, headers=key) for body in bodies)
    assert made(first) == made(again)
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert Booking.objects.count() == len(customers)
    assert Appointment.objects.count() == 1


def test_a_held_time_becomes_one_customers_booking_and_no_other_kind(merchant, elm):
    asked = {"service": elm.services["Yoga"].pk, "startsAt": factories.at(elm, DAY, "10:00").isoformat()}
    held = partners.Partner("/partner/v1", merchant.headers).post("/holds", asked).json()["id"]
    hold = {"Booking-Hold": held}
    for customers in ([], [SMITH, {"first_name": "A"}]):
        assert refused(merchant.post("/merchant", entry(elm, "Yoga", customers=customers), headers=hold), 400)
    made(merchant.post("/merchant", entry(elm, "Yoga", customers=[SMITH]), headers=hold))
    assert str(Booking.objects.get().uuid) == held


def test_a_time_that_was_cancelled_is_free_at_once(merchant, elm, now):
    entered(merchant, elm, "Trim")
    operations.cancel(booking=Booking.objects.get(), now=now, by="owner")
    entered(merchant, elm, "Trim")
