"""What somebody sent is drawn anew: what lies, harms or is broken is refused in words, and its facts stay behind."""

import io
import time
import zlib
from uuid import UUID

import pytest
from PIL import Image

from businesses import drawing, pictures, redraw
from tests.businesses import uploads

ELM, OAK = UUID(int=1), UUID(int=2)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><title>a</title><script>alert(1)</script>"


def opened(drawn):
    """The pictures that were made, by width and kind."""
    return {name[33:]: Image.open(io.BytesIO(data)) for name, data in drawn.files.items()}


def refusal(data):
    with pytest.raises(drawing.Unusable) as refused:
        drawing.drawn(data, of=ELM)
    return str(refused.value)


def test_it_comes_in_the_widths_that_screens_need_and_once_for_mails_and_partners():
    made = opened(drawing.drawn(uploads.photo((3000, 2000)), of=ELM))
    assert {name: (image.format, image.size) for name, image in made.items()} == {
        "1200.jpg": ("JPEG", (1200, 800)),
        "96.webp": ("WEBP", (96, 64)),
        "192.webp": ("WEBP", (192, 128)),
        "384.webp": ("WEBP", (384, 256)),
        "768.webp": ("WEBP", (768, 512)),
        "1200.webp": ("WEBP", (1200, 800)),
    }


def test_a_small_one_is_never_made_larger():
    drawn = drawing.drawn(uploads.photo((300, 400)), of=ELM)
    assert set(opened(drawn)) == {"300.jpg", "96.webp", "192.webp", "300.webp"}
    assert drawn.uploaded.sources.count("w,") == len(pictures.widths(300)) - 1


def test_what_is_transparent_stays_so():
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    image.paste((10, 120, 60, 255), (50, 50, 150, 150))
    made = opened(drawing.drawn(uploads.written(image, "PNG"), of=ELM))
    assert made["200.png"].getpixel((2, 2))[3] == made["200.webp"].getpixel((2, 2))[3] == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_what_a_camera_wrote_is_left(kind):
    sent = uploads.with_facts(kind)
    assert b"Kodiak" in sent
    drawn = drawing.drawn(sent, of=ELM)
    for name, data in drawn.files.items():
        assert not [word for word in (b"Kodiak", b"Exif", b"Prenzlauer", b"xmpmeta", b"ICC_PROFILE") if word in data], (
            name
        )
        with Image.open(io.BytesIO(data)) as image:
            assert not image.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment", "Comment", "dpi"} & set(image.info)


@pytest.mark.parametrize(
    ("orientation", "blue"),
    [(1, (0.1, 0.5)), (2, (0.9, 0.5)), (3, (0.9, 0.5)), (5, (0.5, 0.1)), (6, (0.5, 0.1)), (8, (0.5, 0.9))],
)
def test_it_stands_as_the_camera_was_held(orientation, blue):
    drawn = redraw.drawn(uploads.turned(orientation), list(pictures.WIDTHS))[1][0]
    with Image.open(io.BytesIO(drawn)) as image:
        red, _, at = image.getpixel((int(image.width * blue[0]), int(image.height * blue[1])))
        assert at > 150 > red


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_write_colours_is_read(mode):
    image = (
        Image.new("L", (80, 60), 128).convert("I;16") if mode == "I;16" else Image.new("RGB", (80, 60)).convert(mode)
    )
    kind = {"CMYK": "JPEG"}.get(mode, "PNG")
    assert "80.webp" in opened(drawing.drawn(uploads.written(image, kind), of=ELM))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_stands(kind):
    frames = [Image.new("RGB", (100, 100), color) for color in ("#103080", "#ffffff")]
    sent = uploads.written(frames[0], kind, save_all=True, append_images=frames[1:], duration=90)
    made = opened(drawing.drawn(sent, of=ELM))
    assert not getattr(made["100.webp"], "is_animated", False)
    assert made["100.jpg"].getpixel((50, 50))[0] < 60


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "is empty"),
        (SVG, "is an SVG, which can hold a script. Save it as a PNG"),
        (PAGE, "is a web page, not a picture"),
        (b"GIF89a" + PAGE, "is a web page, not a picture"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\3\4", "is an archive"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "is a HEIC, which few browsers show. Share or export it as a JPEG"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 40, "is a film"),
        (b"what is written in a letter", "is not a JPEG, PNG, WebP or GIF, whatever its name says"),
        (uploads.photo()[:2000], "is cut off before its end. Send it once more"),
        (uploads.png_of(100, 100, b"no stream"), "is damaged and cannot be read"),
        (uploads.photo((40, 400)), "has 40 × 400 pixels. Send one of at least 48 × 48"),
        (uploads.photo((1000, 60)), "a narrow strip"),
        (
            uploads.png_of(7000, 7000),
            "7000 × 7000 pixels, which are 49 million. Send a smaller copy: at most 40 million",
        ),
        (uploads.png_of(60_000, 60_000, zlib.compress(bytes(10**6))), "more than 80 million pixels"),
        (uploads.text_bomb(), "is damaged and cannot be read"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "sent",
)
def test_what_is_no_picture_that_can_be_shown_is_refused_with_what_would_help(sent, said):
    assert said in refusal(sent)


def test_a_picture_that_is_a_page_as_well_is_only_a_picture_afterwards():
    sent = uploads.photo() + PAGE
    assert all(b"<script" not in data for data in drawing.drawn(sent, of=ELM).files.values())
    hidden = uploads.photo(comment=PAGE)
    assert all(b"<script" not in data for data in drawing.drawn(hidden, of=ELM).files.values())


def test_more_than_ten_megabytes_are_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(drawing, "REDRAW", "/nowhere")
    assert refusal(bytes(drawing.LARGEST_BYTES + 1)) == (
        "The file has 10.1 MB, and at most 10 MB can be sent. Save a smaller copy, and send that."
    )


def test_a_reader_that_takes_too_long_or_dies_is_said_in_words(monkeypatch, tmp_path):
    slow, dead = tmp_path / "slow.py", tmp_path / "dead.py"
    slow.write_text("import time; time.sleep(60)")
    dead.write_text("import os; os.abort()")
    monkeypatch.setattr(drawing, "LONGEST", 0.5)
    monkeypatch.setattr(drawing, "REDRAW", slow)
    began = time.monotonic()
    assert "takes too long" in refusal(uploads.photo())
    assert time.monotonic() - began < 30
    monkeypatch.setattr(drawing, "LONGEST", 30)
    monkeypatch.setattr(drawing, "REDRAW", dead)
    assert "cannot be read" in refusal(uploads.photo())
    assert drawing.ONE_AT_A_TIME.acquire(timeout=0)  # whoever comes next is served
    drawing.ONE_AT_A_TIME.release()


def test_while_others_draw_one_waits_and_then_is_told(monkeypatch):
    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    with drawing.ONE_AT_A_TIME:
        assert "Try again in a minute" in refusal(uploads.photo())


def test_the_same_picture_has_the_same_name_and_two_businesses_never_share_one():
    first, again, other = (drawing.drawn(uploads.photo(), of=each).uploaded for each in (ELM, ELM, OAK))
    assert first == again
    assert first.digest != other.digest
