"""Files that people send as pictures: good ones, and those that lie, harm or are broken."""

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

GPS = {1: "N", 2: (52.0, 32.0, 9.0), 3: "E", 4: (13.0, 24.0, 36.0)}
SECRET = "Prenzlauer Berg, second floor"


def written(image, kind="JPEG", **options):
    """A picture as the bytes of a file."""
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def photo(size=(640, 480), color=(200, 90, 40), kind="JPEG", **options):
    """A picture of one colour."""
    return written(Image.new("RGB", size, color), kind, **options)


def with_facts(kind="JPEG"):
    """A photo that says when, where and by which camera it was taken, in every way that its kind knows."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x010E] = "Kodiak", "K-9", SECRET
    exif.get_ifd(0x8825).update(GPS)
    options = {"exif": exif, "xmp": f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()}
    if kind == "JPEG":
        options["comment"] = SECRET.encode()
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", SECRET)
    return photo(kind=kind, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), **options)


def turned(orientation):
    """A photo taken with the camera turned: blue lies on top where it is seen upright, red below."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", (400, 200), (220, 20, 20))
    image.paste((20, 20, 220), (0, 0, 200, 200))  # the left half as it is stored
    return written(image, exif=exif, quality=95)


def png_of(width, height, data=b""):
    """A PNG that says it is so large, whatever is in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def text_bomb():
    """A small picture with a hundred megabytes of comment, packed."""
    good = photo((64, 64), kind="PNG")
    return good[:33] + _chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 10**8)) + good[33:]


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
