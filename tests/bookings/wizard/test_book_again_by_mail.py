"""What a mail calls “Book again”: it is looked up when it is opened, so it leads on as long as the link lives."""

from bookings import queries
from businesses import diary
from tests import factories


def test_once_more_leads_to_the_dates_of_the_same_service_and_person(elm, guest):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    link = f"/b/{queries.link_token(booking)}/again/"
    guest.open(link)
    service, person = elm.services["Fade"], booking.staff
    assert guest.path.startswith(f"/book/elm/{service.pk}/time/")
    assert f"staff={person.pk}" in guest.path
    with diary.changing(elm.business.pk):
        service.active = False
        service.save()
    guest.open(link)
    assert guest.path.startswith("/book/elm/")
    assert "/time/" not in guest.path
    elm.business.active = False
    elm.business.save()
    guest.open(link)
    assert guest.path.startswith("/b/")
