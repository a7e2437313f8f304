"""Documents loaded at the same moment: everybody gets through, and nothing is there twice."""

import threading

import pytest
from django.db import connection, connections, transaction

from businesses import customers, diary
from businesses.models import Business, Customer, Service, StaffMember, User
from tests.businesses.cast import load, north_elm

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def database_file(db):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.fail("In SQLite's memory threads do not wait for each other: give the test database a file (TEST, NAME)")


def at_once(*jobs):
    """Does all of it at the same moment, each with a connection of its own; gives what went wrong."""
    start, wrong = threading.Barrier(len(jobs)), []

    def work(job):
        start.wait()
        try:
            job()
        except Exception as fault:
            wrong.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_one_new_business_loaded_six_times_at_once_is_there_once():
    assert at_once(*[load] * 6) == []
    assert (Business.objects.count(), Service.objects.count(), StaffMember.objects.count()) == (1, 5, 2)
    assert (Customer.objects.count(), User.objects.count()) == (2, 1)


def test_six_businesses_with_one_new_owner_are_loaded_at_once():
    assert at_once(*[lambda slug=f"elm-{number}": load(north_elm(slug=slug)) for number in range(6)]) == []
    assert User.objects.get().businesses.count() == 6


def test_guests_and_documents_that_make_the_same_customers_do_not_block_each_other():
    business = load().business
    people = [{"first_name": name, "email": f"{name}@example.com"} for name in ("ann", "cat")]
    keys = {diary.of_staff(key) for key in list(business.staffmember_set.values_list("pk", flat=True))}

    def book(email):
        with transaction.atomic():
            guest = customers.match_or_create(business, name="A guest", email=email, phone="")
            diary.lock(business_id=business.pk, customers=[guest.pk], keys=keys)
            diary.raise_versions(business_id=business.pk, keys=keys)

    guests = [lambda email=email: book(email) for email in ("Ann@example.com", "CAT@example.com")]
    assert at_once(*[*guests, lambda: load(north_elm(customers=people))] * 3) == []
    assert Customer.objects.filter(email__in=["ann@example.com", "cat@example.com"]).count() == 2
