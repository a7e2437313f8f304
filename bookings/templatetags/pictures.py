"""Pictures in pages: `{% picture service.photo "photo" 80 alt=service.photo_alt %}`; nothing where there is none."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from businesses import pictures

register = template.Library()


@register.filter
def kept_here(address: str) -> str:
    """This will give the address of a picture that was uploaded; "" of one that is kept elsewhere."""
    return address if pictures.uploaded(address) else ""


@register.simple_tag
def picture(address: str, look: str, size: int, alt: str = "", lazy: bool = True) -> SafeString | str:
    """This will write a picture of the class `look`, which is `size` CSS pixels wide and high.

    One that was uploaded comes from here, as small as the screen needs it; an empty `alt` is for a picture that says
    no more than the name beside it.
    """
    if not address:
        return ""
    tag = '<img src="{}" class="{}" alt="{}" width="{}" height="{}" decoding="async"{}>'
    facts = {"loading": "lazy"} if lazy else {}
    if own := pictures.uploaded(address):
        # Whoever reads our style sheets reads WebP: no element around it has to offer another kind.
        facts |= {"srcset": own.sources, "sizes": f"{size}px"}
    else:
        facts["referrerpolicy"] = "no-referrer"
    more = format_html_join("", ' {}="{}"', facts.items())
    return format_html(tag, own.path if own else address, look, alt or "", size, size, more)
