"""Draws a picture anew: a program of its own, which `businesses.drawing` runs, so that whatever a file does to its
reader ends with this process, and costs no more memory and time than it is given here.

Reads the file from standard input. Writes a line of JSON, and after it the files that it made, one behind the other:

    {"width": 1200, "kind": "jpg", "sizes": {"1200.jpg": 120042, "96.webp": 1804, …}}
    {"fault": "is cut off before its end", "help": "Send it once more."}

Everything of the old file but what is seen is left behind: where and when it was taken, by which camera, with which
comment, and every other frame than the first.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageFile, UnidentifiedImageError

MEMORY = 1000 * 1024 * 1024  # bytes; 40 million pixels of a WebP take almost as much, of a JPEG a tenth of it
SECONDS = 12  # of a processor
MOST_PIXELS = 40_000_000
LEAST = 48  # pixels, on both sides
LONGEST = 10  # times as long as wide, or as wide as long
HIGHEST = 2400  # pixels, of either side, before it is drawn in its widths
WIDEST_PNG = 768  # a photo with transparency would take megabytes
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
JPEG = {"quality": 84, "optimize": True, "progressive": True}
PNG = {"optimize": True}
WEBP = {"quality": 80, "method": 4}
AS_JPEG = "Save it as a JPEG or PNG, and send that."
# What else people send, by how it begins.
OTHERS = (
    (b"%PDF", "is a PDF, not a picture", "Take a picture of it, and send that."),
    (b"II*\0", "is a TIFF", AS_JPEG),
    (b"MM\0*", "is a TIFF", AS_JPEG),
    (b"BM", "is a BMP", AS_JPEG),
    (b"\0\0\1\0", "is an icon", AS_JPEG),
    (b"PK", "is an archive, not a picture", "Take the picture out, and send that."),
)


class Unusable(Exception):
    """What is wrong with a file, and what would help."""


def main() -> None:
    """This will answer for the file on standard input, whose widths are named by the arguments."""
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (most, most))
    data = sys.stdin.buffer.read()
    try:
        facts, files = drawn(data, [int(each) for each in sys.argv[1:]])
    except Unusable as refusal:
        facts, files = dict(zip(("fault", "help"), refusal.args, strict=True)), []
    sys.stdout.buffer.write(b"\n".join([json.dumps(facts).encode(), b"".join(files)]))


def drawn(data: bytes, widths: list[int]) -> tuple[dict[str, Any], list[bytes]]:
    """This will give the facts and the files of a picture. Raises `Unusable`."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # twice as many are refused while the file is opened, by Pillow itself
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_size(*image.size)
        return _files(_as_seen(image), widths)
    except Unusable:
        raise
    except Image.DecompressionBombError:
        raise Unusable("has more than 80 million pixels", _smaller()) from None
    except UnidentifiedImageError:
        raise _kind(data) from None
    except MemoryError:
        raise Unusable("takes too much memory to read", "Save a smaller copy as a JPEG, and send that.") from None
    except Exception as error:  # whatever a decoder says of a file that was damaged, or made to damage
        if "truncated" in str(error):
            raise Unusable("is cut off before its end", "Send it once more, or another copy.") from None
        raise Unusable("is damaged and cannot be read", AS_JPEG) from None


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unusable(f"has {width} × {height} pixels, which are {round(width * height / 1e6)} million", _smaller())
    if min(width, height) < LEAST:
        raise Unusable(f"has {width} × {height} pixels", f"Send one of at least {LEAST} × {LEAST}.")
    if max(width, height) > LONGEST * min(width, height):
        raise Unusable(f"has {width} × {height} pixels, a narrow strip", "Cut a part out of it that is less narrow.")


def _smaller() -> str:
    return f"Send a smaller copy: at most {MOST_PIXELS // 1_000_000} million, such as 6000 × 4000."


def _kind(data: bytes) -> Unusable:
    """What to say of a file that is no picture."""
    for begin, fault, advice in OTHERS:
        if data.startswith(begin):
            return Unusable(fault, advice)
    if data[4:8] == b"ftyp":
        if data[8:12] in (b"avif", b"avis"):
            return Unusable("is an AVIF", AS_JPEG)
        if data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
            return Unusable("is a HEIC, which few browsers show", "Share or export it as a JPEG, and send that.")
        return Unusable("is a film, not a picture", "Take a picture out of it, and send that.")
    begin = data[:1024].lower()
    if b"<svg" in begin:
        return Unusable("is an SVG, which can hold a script", "Save it as a PNG, and send that.")
    if b"<html" in begin or b"<!doctype" in begin or b"<script" in begin:
        return Unusable("is a web page, not a picture", "Save the picture itself, and send that.")
    return Unusable("is not a JPEG, PNG, WebP or GIF, whatever its name says", AS_JPEG)


def _as_seen(image: Image.Image) -> Image.Image:
    """The picture as people see it: small enough, upright, in the colours of the web, with nothing attached."""
    if isinstance(image, ImageFile.ImageFile):
        image.draft(None, (HIGHEST, HIGHEST))  # a JPEG is read at half its size or less where that is enough
    image.load()
    profile, orientation = image.info.get("icc_profile"), _orientation(image)
    image = _eight_bits(image)
    image.thumbnail((HIGHEST, HIGHEST), reducing_gap=3.0)
    image = _in_srgb(image, profile)
    image.info = {}
    if orientation in TURNS:
        image = image.transpose(TURNS[orientation])
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")  # its transparency hides nothing
    return image


def _orientation(image: Image.Image) -> int:
    """How the camera was held, as EXIF numbers it."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a picture whose facts cannot be read lies as it lies
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """The picture as RGB, with transparency, as grey or as for print."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            come = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, come, srgb, outputMode=wanted) or image.convert(wanted)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that cannot be used is none
    return image.convert(wanted)


def _files(image: Image.Image, widths: list[int]) -> tuple[dict[str, Any], list[bytes]]:
    kind = "png" if image.mode == "RGBA" else "jpg"
    full = min(image.width, max(widths) if kind == "jpg" else WIDEST_PNG)
    whole = _narrowed(image, full)
    made = {f"{full}.{kind}": _encoded(whole, "PNG", PNG) if kind == "png" else _encoded(whole, "JPEG", JPEG)}
    for width in [*(each for each in widths if each < full), full]:
        made[f"{width}.webp"] = _encoded(_narrowed(whole, width), "WEBP", WEBP)
    facts = {"width": full, "kind": kind, "sizes": {name: len(data) for name, data in made.items()}}
    return facts, list(made.values())


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(image: Image.Image, name: str, options: dict[str, Any]) -> bytes:
    into = io.BytesIO()
    image.info = {}
    image.save(into, name, **options)
    return into.getvalue()


if __name__ == "__main__":
    main()
