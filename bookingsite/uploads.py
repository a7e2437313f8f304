"""What is too large is refused before it is read, and no file that somebody sends is ever written to the disk."""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse

from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.frame.reach import reach_of
from bookingsite import answers, sizes

DIGITS = 12  # of a length that is worth comparing


class NoFiles(FileUploadHandler):
    """Passes over every file: the page that it was sent to takes none."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """This will have it read to its end, and forgotten."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never called."""
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """No file is there."""
        return None


def limited(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after the one that knows who is signed in, and before anybody reads a form."""

    def serve(request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if length is None or length > sizes.USUAL:
            # A vendor looks at the key first, and counts by itself.
            if answers.is_vendors(request):
                return get_response(request)
            largest = next(size.largest for size in sizes.fitting(request.path_info) if _is(request, size.who))
            if (length or 0) > largest or (length is None and not _counted(request, largest)):
                return answers.page(request, 413)
        if sizes.of(request.path_info).files:
            request.upload_handlers = [MemoryFileUploadHandler(request)]
        return get_response(request)

    return serve


def _length(request: HttpRequest) -> int | None:
    """The bytes that are announced; None: they come in pieces, and nobody said how many."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    if announced.isascii() and announced.isdigit():
        return int(announced[-DIGITS:]) if len(announced.lstrip("0")) <= DIGITS else 10**DIGITS
    in_pieces = request.META.get("HTTP_TRANSFER_ENCODING") and request.META.get("wsgi.input_terminated")
    return None if in_pieces else 0  # nothing is read then


def _is(request: HttpRequest, who: int) -> bool:
    if who in (sizes.OWNER, sizes.MANAGER):
        return reach_of(request).may(OWNER, *([MANAGER] if who == sizes.MANAGER else []))
    return who == sizes.ANYBODY or request.user.is_authenticated


def _counted(request: HttpRequest, largest: int) -> bool:
    """This will read what comes in pieces, up to a byte over the limit, as if it had come whole; False: it is over."""
    pieces, wanted = [], largest + 1
    while wanted and (piece := request.META["wsgi.input"].read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    body = b"".join(pieces)
    request.META["CONTENT_LENGTH"] = str(len(body))
    request._stream = io.BytesIO(body)  # type: ignore[attr-defined]  # where Django reads a body of a known length
    return wanted > 0
