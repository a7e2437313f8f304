"""Pictures are sent on the pages of the business, of services and of people; and by everybody their own."""

import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from bookingsite import sizes
from businesses import drawing, kept_pictures, pictures
from businesses.models import Business, Picture, StaffMember
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, faults, filled, send, version_of
from tests.businesses import uploads

OWN = "/admin/photo/"


def file(color=(200, 90, 40), *, data=None, name="cut.jpg"):
    return SimpleUploadedFile(name, data or uploads.photo((120, 90), color), content_type="image/jpeg")


def fresh(row):
    row.refresh_from_db()
    return row


def stored(business):
    return set(Picture.objects.filter(business=business).values_list("digest", flat=True))


@pytest.fixture
def fade(elm):
    return elm.services["Fade"]


def test_a_manager_sends_one_and_guests_see_it_at_once(elm, max_, fade, client):
    before = version_of(elm)
    assert faults(send(max_, address(fade), photo_url_file=file(), photo_alt="A short fade")) == {}
    own = pictures.uploaded(fresh(fade).photo_url)
    assert version_of(elm) > before
    page = client.get("/book/elm/").text
    assert f'<img src="{own.path}" class="photo" alt="A short fade" width="80" height="80"' in page
    assert f'srcset="{own.sources}" sizes="80px">' in page
    assert client.get(own.path)["Content-Type"] == "image/jpeg"


def test_a_logo_stands_at_the_top_of_the_page_and_messengers_get_its_whole_address(elm, olive, client):
    assert faults(send(olive, address(elm.business), logo_url_file=file())) == {}
    logo = fresh(elm.business).logo
    assert logo.startswith("http://127.0.0.1:8000/pictures/")
    assert f'<meta property="og:image" content="{logo}">' in client.get("/book/elm/").text


def test_the_one_before_is_gone_when_another_takes_its_place_or_it_is_removed(elm, max_, fade, client):
    send(max_, address(fade), photo_url_file=file())
    first = fresh(fade).photo_url
    send(max_, address(fade), photo_url_file=file((1, 2, 3)))
    assert fresh(fade).photo_url != first
    assert client.get(first).status_code == 404
    assert len(stored(elm.business)) == 1
    assert faults(send(max_, address(fade), photo_url_gone="1")) == {}
    assert (fresh(fade).photo_url, stored(elm.business)) == ("", set())


def test_the_same_picture_of_two_is_kept_until_neither_shows_it(elm, max_, fade):
    trim = elm.services["Trim"]
    for row in (fade, trim):
        send(max_, address(row), photo_url_file=file())
    assert fresh(fade).photo_url == fresh(trim).photo_url
    send(max_, address(fade), photo_url_gone="1")
    assert len(stored(elm.business)) == 1
    max_.post(address(trim, "delete"), {"post": "yes"})
    assert stored(elm.business) == set()


def test_an_address_elsewhere_takes_its_place_and_the_other_way_round(elm, max_, fade):
    send(max_, address(fade), photo_url="https://pictures.example/a.jpg")
    assert fresh(fade).photo_url == "https://pictures.example/a.jpg"
    send(max_, address(fade), photo_url_file=file())
    assert pictures.uploaded(fresh(fade).photo_url)
    send(max_, address(fade), photo_url="https://pictures.example/b.jpg")
    assert (fresh(fade).photo_url, stored(elm.business)) == ("https://pictures.example/b.jpg", set())


def test_who_saves_a_page_that_was_opened_before_undoes_nothing(elm, olive, max_, fade):
    send(max_, address(fade), photo_url_file=file())
    opened = filled(olive, address(fade))
    send(max_, address(fade), photo_url_file=file((1, 2, 3)))
    second = fresh(fade).photo_url
    olive.post(address(fade), {**opened, "price": "99.00"})
    assert (fresh(fade).photo_url, str(fade.price)) == (second, "99.000")
    assert stored(elm.business) == {pictures.uploaded(second).digest}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG, which can hold a script"),
        (uploads.png_of(60_000, 60_000), "more than 80 million pixels"),
        (uploads.photo()[:900], "is cut off before its end"),
    ],
)
def test_what_cannot_be_shown_is_refused_at_its_field_and_what_was_there_stays(elm, max_, fade, data, said):
    send(max_, address(fade), photo_url_file=file())
    before = fresh(fade).photo_url
    answer = send(max_, address(fade), photo_url_file=file(data=data), name="Fade and beard")
    assert said in faults(answer)["photo_url"][0]
    assert f'src="{before}"' in answer.text
    assert (fresh(fade).photo_url, fade.name) == (before, "Fade")


def test_more_than_ten_megabytes_are_refused_at_the_field_and_much_more_before_they_are_read(elm, max_, fade):
    answer = send(max_, address(fade), photo_url_file=file(data=bytes(drawing.LARGEST_BYTES + 1)))
    assert "has 10.1 MB, and at most 10 MB can be sent" in faults(answer)["photo_url"][0]
    answer = send(max_, address(fade), photo_url_file=file(data=bytes(sizes.PICTURE)))
    assert answer.status_code == 413
    assert "A picture may have 10 MB" in answer.text


def test_a_picture_of_the_neighbours_cannot_be_attached(elm, karachi, max_, amna, fade):
    theirs = next(iter(karachi.services.values()))
    send(amna, address(theirs), photo_url_file=file())
    path = fresh(theirs).photo_url
    for typed in (path, f"http://127.0.0.1:8000{path}", path.replace(pictures.uploaded(path).digest, "0" * 32)):
        answer = send(max_, address(fade), photo_url=typed)
        assert faults(answer)["photo_url"] == ["There is no such picture in this business. Send it as a file."]
    assert fresh(fade).photo_url == ""


def test_the_same_picture_sent_to_two_businesses_is_two(elm, karachi, max_, amna, fade, client):
    theirs = next(iter(karachi.services.values()))
    send(max_, address(fade), photo_url_file=file())
    send(amna, address(theirs), photo_url_file=file())
    assert stored(elm.business).isdisjoint(stored(karachi.business))
    send(amna, address(theirs), photo_url_gone="1")
    assert client.get(fresh(fade).photo_url).status_code == 200


def test_of_a_business_that_is_erased_no_picture_is_left(now, client, db):
    business = Business.objects.create(name="Oak", slug="oak", timezone="Europe/Berlin")
    drawn = drawing.drawn(uploads.photo(), of=business.uuid)
    path = kept_pictures.keep(business, drawn, now=now)
    assert client.get(path).status_code == 200
    business.delete()
    assert client.get(path).status_code == 404


def test_who_may_not_change_a_service_sends_it_no_picture(elm, maria, amna, fade):
    for browser, status in ((maria, 403), (amna, 302), (Client(), 302)):
        answer = browser.post(address(fade), {"name": "Fade", "photo_url_file": file()})
        assert answer.status_code == status
    assert (fresh(fade).photo_url, stored(elm.business)) == ("", set())


def test_everybody_sends_their_own_and_nobody_elses(elm, maria, client):
    person = elm.staff["Maria Gomez"]
    shown = maria.get(OWN)
    sent = {"_as_shown": shown.context["form"].as_shown, "photo_url": "", "photo_alt": "Maria, laughing"}
    assert maria.post(OWN, {**sent, "photo_url_file": file(), "name": "Boss"}).status_code == 302
    assert pictures.uploaded(fresh(person).photo_url)
    assert (person.photo_alt, person.name) == ("Maria, laughing", "Maria Gomez")
    assert f'src="{person.photo_url}"' in maria.get(OWN).text
    assert not StaffMember.objects.exclude(pk=person.pk).exclude(photo_url="").exists()
    answer = maria.post(OWN, {"photo_url": person.photo_url, "photo_url_file": file(data=b"%PDF")})
    assert answer.status_code == 400
    assert "is a PDF, not a picture" in answer.text


def test_whom_nobody_can_book_is_told_why_there_is_no_photo(elm, platform, max_):
    assert "there is no photo of you to show" in platform.get(OWN).text
    assert max_.get(OWN).status_code == 403


def test_the_field_works_without_a_script_and_with_a_phones_camera(elm, max_, fade):
    page = max_.get(address(fade)).text
    assert 'enctype="multipart/form-data"' in page
    assert '<input type="file" name="photo_url_file" id="id_photo_url_file" accept="image/*"' in page
    assert re.search(r'<label [^>]*for="id_photo_url_file"', page)
    assert "Remove it" not in page


@pytest.mark.django_db(transaction=True)
def test_two_who_replace_a_picture_at_the_same_moment_leave_one_of_theirs_and_nothing_else(now):
    elm = factories.load(factories.ELM)
    fade, owners = elm.services["Fade"], [dashboard.member(elm, f"owner-{n}", "owner") for n in range(3)]
    send(owners[0], address(fade), photo_url_file=file((250, 250, 250)))
    sent = {**filled(owners[0], address(fade)), "_as_shown": ""}
    line, answers = threading.Barrier(3, timeout=60), []

    def replace(owner, shade):
        line.wait()
        answers.append(owner.post(address(fade), {**sent, "photo_url_file": file((shade, shade, shade))}).status_code)
        connections.close_all()

    crowd = [threading.Thread(target=replace, args=(owner, 60 * n)) for n, owner in enumerate(owners)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert answers == [302] * 3
    assert stored(elm.business) == {pictures.uploaded(fresh(fade).photo_url).digest}
