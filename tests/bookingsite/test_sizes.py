"""How large a request may be: refused before it is read, in the caller's own shape, and no file is written down."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from bookings.dialects import bodies
from bookings.models import Draft
from bookingsite import lines, sizes, uploads
from businesses.document.text import LARGEST_BYTES
from tests import partners

FORM = "application/x-www-form-urlencoded"


class Counted(io.RawIOBase):
    """A body that never ends; counts what is read of it."""

    read_bytes = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.read_bytes += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


def sent(path, body, *, browser=None, content_type=FORM, **environ):
    """The status of what a browser sends, and its page."""
    environ = {"CONTENT_TYPE": content_type, "wsgi.input": body, "REQUEST_METHOD": "POST", **environ}
    answer = (browser or Client()).generic("POST", path, b"", **environ)
    return answer.status_code, answer.content.decode()


PATHS = ["/", "/book/elm/", "/book/elm/find", "/admin/login/", "/admin/password_reset/", "/admin/document/", "/nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_whoever_is_not_signed_in_sends_64_kib_at_most_and_nothing_of_more_is_read(elm, path):
    for length in (sizes.USUAL + 1, 10**9, "9" * 400):
        body = Counted()
        status, page = sent(path, body, CONTENT_LENGTH=str(length))
        assert (status, body.read_bytes) == (413, 0)
        assert "too much at once" in page


@pytest.mark.parametrize("path", PATHS)
def test_what_comes_in_pieces_is_read_no_further_than_that(elm, path):
    body = Counted()
    environ = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    status, _ = sent(path, body, **environ)
    assert status == 413
    assert body.read_bytes <= sizes.USUAL + 1


def test_what_comes_in_pieces_and_is_small_is_read_as_if_it_had_come_whole(elm):
    environ = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    status, _ = sent("/book/elm/find", io.BytesIO(b"code=ABC-DEF&contact=jane"), **environ)
    assert status == 303
    assert Draft.objects.get().typed["code"] == "ABC-DEF"


def test_a_form_at_the_limit_is_read(elm):
    text = b"code=ABC-DEF&contact="
    status, _ = sent(
        "/book/elm/find", io.BytesIO(text + b"a" * (sizes.USUAL - len(text))), CONTENT_LENGTH=str(sizes.USUAL)
    )
    assert status == 303
    assert Draft.objects.get().typed["code"] == "ABC-DEF"


def test_a_guest_reads_it_in_their_language(elm):
    _, page = sent("/book/elm/find", Counted(), CONTENT_LENGTH="99999999", HTTP_ACCEPT_LANGUAGE="de")
    assert 'lang="de"' in page
    assert "too much at once" not in page


def test_a_partner_is_told_in_the_vendors_shape_once_the_key_is_right(elm):
    body = Counted()
    environ = {"CONTENT_LENGTH": "99999999", "content_type": "application/json"}
    assert sent("/booking/appointments", body, **environ)[0] == 401
    key = partners.booqara(elm).headers["x-private-key"]
    status, text = sent("/booking/appointments", body, HTTP_X_PRIVATE_KEY=key, **environ)
    assert (status, body.read_bytes) == (413, 0)
    assert '"success":false' in text


def test_the_dashboards_forms_take_more_of_whoever_is_signed_in(elm, maria):
    path, form = "/admin/businesses/service/add/", b"a=" + b"a" * (sizes.FORM - 2)
    assert sent(path, io.BytesIO(form), browser=maria, CONTENT_LENGTH=str(len(form)))[0] == 403
    body = Counted()
    status, page = sent(path, body, browser=maria, CONTENT_LENGTH=str(sizes.FORM + 1))
    assert (status, body.read_bytes) == (413, 0)
    assert "Back to the dashboard" in page


def document(browser, size):
    """The answer to a document as a file of so many bytes that say nothing."""
    file = SimpleUploadedFile("elm.yaml", b"#" * size)
    return browser.post("/admin/document/", {"file": file, "check": "1"})


def test_the_import_takes_the_largest_document_of_an_owner_and_nobody_elses(elm, olive, max_, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    olive.raise_request_exception = False
    assert document(olive, LARGEST_BYTES).status_code == 400  # read, and found to say nothing
    assert document(olive, sizes.DOCUMENT).status_code == 413
    assert document(max_, sizes.FORM).status_code == 413
    assert document(Client(), sizes.FORM).status_code == 413
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_takes_no_file_does_not_see_one(rf):
    request = rf.post("/book/elm/find", {"code": "ABC", "file": SimpleUploadedFile("a.txt", b"a" * 1000)})
    uploads.limited(lambda request: HttpResponse())(request)
    assert request.POST["code"] == "ABC"
    assert not request.FILES


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"&".join(b"a%d=" % n for n in range(6000))),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x\r\n"),
        (f"{FORM}; charset=nonsense", b"a=b"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\n' * 900,
        ),
    ],
)
@pytest.mark.parametrize("path", ["/book/elm/find", "/admin/login/"])
def test_a_form_that_cannot_be_read_is_no_fault_of_ours(elm, caplog, path, content_type, body):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    environ = {"CONTENT_LENGTH": str(len(body))}
    status, _ = sent(path, io.BytesIO(body), browser=browser, content_type=content_type, **environ)
    assert status < 500
    assert not [record for record in caplog.records if lines.brief(record) and record.exc_info]


@pytest.mark.parametrize("path", ["*", "admin/", ""])
def test_a_path_without_its_slash_is_no_fault_of_ours(elm, path):
    browser = Client(raise_request_exception=False)
    assert browser.get("/", PATH_INFO=path).status_code < 500
    assert sent("/", Counted(), browser=browser, PATH_INFO=path, CONTENT_LENGTH="99999999")[0] == 413


def test_the_table_agrees_with_those_who_read():
    assert sizes.USUAL == bodies.LIMIT
    assert sizes.DOCUMENT >= LARGEST_BYTES + 4096
    assert sizes.of("/booking/appointments").largest == bodies.LIMIT
    assert max(size.largest for size in sizes.TABLE) == sizes.PICTURE
