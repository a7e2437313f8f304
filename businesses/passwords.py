"""What a password may not be made of: words of this site, and names of the businesses that its user works in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from businesses import normal
from businesses.models import User

OF_EVERY_SITE = ("booking", "bookings", "bookingsite", "password", "dashboard", "admin", "owner", "manager", "staff")
SHORTEST_WORD = 4  # letters: shorter ones are in many words
LEFT_AT_LEAST = 8  # characters, without such words


class OwnWords:
    """Refuses a password of which little is left without the words that anybody would try here."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError`."""
        left = normal.folded(password)
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEFT_AT_LEAST:
            raise ValidationError(self.get_help_text(), code="password_of_own_words")

    def get_help_text(self) -> str:
        """What is asked, for whoever chooses."""
        return "Your password is made of the words of this site or your business; add others."


def _words(user: User | None) -> set[str]:
    texts = [*OF_EVERY_SITE, *(urlsplit(settings.PUBLIC_URL).hostname or "").split(".")]
    if user is not None and user.pk is not None:
        texts += user.businesses.values_list("name", flat=True)
    words = {word for text in texts for word in normal.folded(text).split()}
    return {word for word in words if len(word) >= SHORTEST_WORD}
