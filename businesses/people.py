"""Who works in the dashboard of a business: people are invited, change their role and leave; businesses are founded.

    invited = people.invite(business, "kim@example.com", "manager")
    people.tell(business, invited)                          # by mail; OSError when that cannot be sent

An invitation lets somebody in at once. Whoever has no password yet chooses one by a link that works once. Nobody comes
into somebody else's account by an invitation, for whoever is reached only by a link that somebody else saw has proven
nothing. So a business's page shows a link only to an account that is this business's alone, and the account remembers
it (`link_shown`) until its user answers a link that was only mailed. `admit` is the one way into a business; when it
lets in an account of which somebody else saw a link, that link, what was set by it and all sessions end first, and a
mailed link is the only way on: into this business and every other. An account whose address is proven is let in as it
is. By every way in:

- people page: the inviting owner sees a link of their own; the one who is mailed proves the address.
- founding by the platform: as on the people page; the platform's pages are seen by others than the owner, too.
- founding by oneself: the link was mailed and answered before there is a business; nobody else sees one.
- a document: it names accounts, each by user name and e-mail, shows no link and sends no mail. Whose password it
  ended, and who has none, gets a link by `invite_owner`, or by "Forgotten your password?" where there is an e-mail.
- `invite_owner`: who runs the installation may come into any account anyway. Its link is printed at their console
  and mailed, and counts as mailed: it is for the one invited and for nobody else.
- the platform's page of users: an account with a new e-mail has proven nothing again, and one that becomes the
  platform's own loses what somebody else may have set.
"""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from businesses import cities, links, mail_frame, money, names, normal, sessions
from businesses.models import Business, Location, Membership, StaffMember, User

OWNER, STAFF = Membership.Role.OWNER, Membership.Role.STAFF
LONGEST_USERNAME, LONGEST_SLUG = 150, 100
ATTEMPTS = 5
FIRST_WINDOW_DAYS = 60  # so far ahead guests book at a business that has said nothing else

TO_SOMEBODY_NEW = """Hello,

you may now {do} {business} at {site}.

Choose a password here. The link works once, within {days} days:

{link}

After that you sign in at {site}/admin/ as {username}.
"""
TO_SOMEBODY_KNOWN = """Hello,

you may now {do} {business}, too. Sign in as always, at {site}/admin/ as {username}.
"""
DOES = {
    Membership.Role.OWNER: "manage",
    Membership.Role.MANAGER: "run the day at",
    Membership.Role.STAFF: "see your own diary at",
}


class Refused(Exception):
    """It was not done; the text says why, in words for the owner."""


class Invitation(NamedTuple):
    """Who was let in, and the link to choose a password, for the inviting person to see: None when it is not."""

    user: User
    link: str | None


def admit(business: Business, user: User, role: str = OWNER, staff: StaffMember | None = None) -> None:
    """This will make somebody work in a business: the one way in, whoever opens it. Who works there already stays.

    What was set through a link that somebody else saw ends before, with every such link and all sessions: it may open
    the businesses of those who saw it, but never another. The user's row is locked, so that of two who let the same
    account in at once the second sees what the first has done.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        user.refresh_from_db(fields=["password", "link_shown"])
        if Membership.objects.filter(business=business, user=user).exists():
            return
        Membership.objects.create(business=business, user=user, role=role, staff=staff)
        if user.link_shown:
            links.end(user)


def invite(
    business: Business,
    email: str,
    role: str,
    staff: StaffMember | None = None,
    *,
    always_link: bool = False,
    has_answered: bool = False,
) -> Invitation:
    """This will let the person with that e-mail in, made as a user if need be; raises `Refused`.

    `always_link` is for whoever runs the installation and may come into any account anyway: it gives a link to set a
    new password for somebody who has one, too. `has_answered`: it is the one invited who asks, by a link of a mail to
    that address, so no link is shown to anybody. Inviting somebody again makes the links before invalid.
    """
    email = _checked(email)
    diary = _diary(business, role, staff)
    try:
        with transaction.atomic():
            user = _user(business, email, named=always_link)
            _let_in(business, user, role, diary)
            if not user.has_usable_password():
                links.end(user)
            shown = not user.has_usable_password() and _is_only_here(business, user) and not has_answered
            if shown and not always_link:
                user.link_shown = True
                user.save(update_fields=["link_shown"])
    except IntegrityError:
        raise Refused("Somebody made the same user at this moment; please try again.") from None
    if always_link:
        return Invitation(user, links.mailed_link(user))
    return Invitation(user, links.shown_link(user) if shown else None)


def tell(business: Business, invited: Invitation) -> None:
    """This will mail somebody that they were invited. Raises OSError, of which SMTP's errors are a kind."""
    letter(business, invited).send()


def letter(business: Business, invited: Invitation) -> EmailMultiAlternatives:
    """This will give the mail that tells somebody of their invitation, with a link if they have no password.

    Another link than the one that was shown, so that using it proves something; at a console it is the same.
    """
    user, link = invited.user, invited.link
    if link is None or not links.is_mailed(user, link):
        link = "" if user.has_usable_password() else links.mailed_link(user)
    role = Membership.objects.values_list("role", flat=True).get(business=business, user=user)
    house = names.of_house(business.name)
    words = {
        "do": DOES[Membership.Role(role)],
        "business": house,
        "site": settings.PUBLIC_URL,
        "days": links.INVITATION_DAYS,
        "link": link,
        "username": user.get_username(),
    }
    text = (TO_SOMEBODY_NEW if link else TO_SOMEBODY_KNOWN).format(**words)
    subject = f"Your dashboard for {house}" if link else f"You may now also work in {house}"
    return mail_frame.letter(subject, text, user.email, button="Choose a password")


def change_role(
    membership: Membership, role: str, staff: StaffMember | None = None, *, own_session: str | None = None
) -> None:
    """This will give somebody another role, or another diary, and end their sessions; raises `Refused`.

    `own_session`: the key of the session in which somebody does it to themselves; it stays.
    """
    diary = _diary(membership.business, role, staff)
    with transaction.atomic():
        if role != OWNER:
            _keep_an_owner(membership)
        if not Membership.objects.filter(pk=membership.pk).update(role=role, staff=diary):
            raise Refused("This person does not work here any more.")
        sessions.end(membership.user, but=own_session)
    membership.role, membership.staff = role, diary


def remove(membership: Membership, *, own_session: str | None = None) -> None:
    """This will take somebody's access to the business away, at once, and end their sessions; raises `Refused`.

    `own_session`: as in `change_role`.
    """
    with transaction.atomic():
        _keep_an_owner(membership)
        membership.delete()
        if not membership.user.has_usable_password():
            links.end(membership.user)
        sessions.end(membership.user, but=own_session)


def found(name: str, timezone: str, email: str, *, has_answered: bool = False) -> tuple[Business, Invitation]:
    """This will make a business with one location, and invite its owner, as `invite` does; raises `Refused`.

    Its country and currency are those of its time zone, as long as its owner says nothing else.
    Its part of the address is made from its name, with a number when another business has it already.
    """
    name, email = normal.name(name), _checked(email)
    for _ in range(ATTEMPTS):
        business = Business(name=name, timezone=timezone, slug=_free_slug(name), window_days=FIRST_WINDOW_DAYS)
        business.country = cities.country(timezone) or business.country
        business.currency = money.of_country(business.country) or business.currency
        try:
            business.full_clean(exclude=["slug"], validate_unique=False)
            with transaction.atomic():
                business.save(force_insert=True)
                Location.objects.create(business=business, name="Main")
                return business, invite(business, email, OWNER, has_answered=has_answered)
        except ValidationError as fault:
            raise Refused(" ".join(fault.messages)) from None
        except IntegrityError:  # somebody founded one of the same name at this moment
            continue
    raise Refused("Too many businesses of that name are being made at this moment; please try again.")


def _checked(email: str) -> str:
    try:
        return normal.email(email)
    except normal.Unsendable as fault:
        raise Refused(f"{email.strip()!r} {fault}.") from None


def _diary(business: Business, role: str, staff: StaffMember | None) -> StaffMember | None:
    """Whose diary goes with the role: one of the business for a staff member, nobody's for all others."""
    if role not in Membership.Role.values:
        raise Refused("Choose what the person may do.")
    if role != STAFF:
        return None
    if staff is None or staff.business_id != business.pk:
        raise Refused("Choose whose diary is theirs.")
    return staff


def _user(business: Business, email: str, *, named: bool) -> User:
    """The user with that e-mail, or a new one; who else has it is named only to those who may know all users."""
    users = [user for user in User.objects.filter(email__iexact=email).order_by("id") if _is_same(user.email, email)]
    inside = [user for user in users if user.businesses.filter(pk=business.pk).exists()]
    if len(inside or users) > 1:
        called = ": " + ", ".join(user.username for user in inside or users) if named else ""
        raise Refused(f"several users have the e-mail {email}{called}; leave it with one of them.")
    if users:
        return (inside or users)[0]
    username = User.normalize_username(email)
    if User.objects.filter(username__iexact=username).exists():
        # never that account: somebody else's mail is behind it
        raise Refused(f"there is a user called {email} with another e-mail; rename that user first.")
    if len(username) > LONGEST_USERNAME:
        raise Refused(f"an e-mail of more than 150 characters cannot be a user name; {email} has {len(username)}.")
    user = User(username=username, email=email, is_staff=True)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def _is_same(one: str, other: str) -> bool:
    """Whether two e-mails differ in capitals at most; to a database "ı" may be an "i", but its mail goes elsewhere."""
    return one.isascii() == other.isascii() and one.lower() == other.lower()


def _let_in(business: Business, user: User, role: str, staff: StaffMember | None) -> None:
    if not user.is_active:
        raise Refused(f"the user {user.username} is switched off; a platform administrator can switch them on.")
    admit(business, user, role, staff)
    known = Membership.objects.get(business=business, user=user)
    if (known.role, known.staff_id) != (role, staff.pk if staff else None):
        as_what = known.get_role_display().partition(":")[0].lower()
        raise Refused(f"{user.username} works here already, as {as_what}; change what they may do instead.")
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def _is_only_here(business: Business, user: User) -> bool:
    """Whether the account opens nothing but this business."""
    return not user.is_superuser and not Membership.objects.filter(user=user).exclude(business=business).exists()


def _keep_an_owner(membership: Membership) -> None:
    """This will refuse to lose the last owner who can sign in. The business's row is the lock of its people."""
    Business.objects.select_for_update(no_key=True).get(pk=membership.business_id)
    owners = Membership.objects.filter(business=membership.business_id, role=OWNER, user__is_active=True)
    if owners.filter(pk=membership.pk).exists() and not owners.exclude(pk=membership.pk).exists():
        raise Refused("This is the only owner. Make somebody else an owner first.")


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-_") or "business"
    taken = set(Business.objects.filter(slug__startswith=base[: LONGEST_SLUG - 10]).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base[: LONGEST_SLUG - 10]}-{number}"
    return slug
