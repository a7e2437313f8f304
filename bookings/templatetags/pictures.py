"""Pictures in pages: `{% picture service.photo "photo" 80 alt=service.photo_alt %}`; nothing where there is none."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from businesses import pictures

register = template.Library()


@register.simple_tag
def picture(address: str, look: str, size: int, alt: str = "", lazy: bool = True) -> SafeString | str:
    """This will write a picture of the class `look`, which is `size` CSS pixels wide and high.

    One that was uploaded comes from here, as small as the screen needs it; an empty `alt` is for a picture that says
    no more than the name beside it.
    """
    if not address:
        return ""
    later = ' loading="lazy"' if lazy else ""
    own = pictures.uploaded(address)
    source, private = (own.path, "") if own else (address, ' referrerpolicy="no-referrer"')
    tag = '<img src="{1}" class="{0}" alt="{2}" width="{3}" height="{3}" decoding="async"' + later + private + ">"
    image = format_html(tag, look, source, alt or "", size)
    if own is None:
        return image
    webp = '<picture><source type="image/webp" srcset="{}" sizes="{}px">{}</picture>'
    return format_html(webp, own.sources, size, image)
