"""What somebody chooses for a key: what it may do, and on which sites, as browsers name them."""

from collections.abc import Collection, Iterable

from businesses.api_access import Refused
from businesses.document import values
from businesses.document.errors import Faults
from businesses.document.node import Node
from businesses.models import ApiKey, Dialect, Rights, Scope

IN_BROWSERS = (Dialect.BOOQARA,)  # the APIs that let the pages of other sites read their answers
FOR_CUSTOMERS = (Dialect.MIKETSU,)  # the APIs that one customer may use, with a key for nothing else
MOST_SITES = 20
DEFAULT_PORTS = {"https": ":443", "http": ":80"}


def site(written: str) -> str:
    """This will give a site as a browser names it: `https://www.example.com`, perhaps with a port, nothing behind it.

    `http` is for a developer's own machine only. Raises `Refused`.
    """
    scheme, _, rest = written.strip().rstrip("/").lower().partition("://")
    host, colon, port = rest.partition(":")
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        host = ""
    found = f"{scheme}://{host}{colon}{port}"
    faults = Faults()
    values.origins(Node([found], "", faults))
    if faults:
        raise Refused(f"“{written[:60]}” is no site. Write https://www.example.com and nothing behind it.")
    return found.removesuffix(DEFAULT_PORTS[scheme])


def rights(scopes: Collection[str], sites: Iterable[str] = (), *, sites_only: bool = False) -> Rights:
    """This will give what was chosen in its normal form. Raises `Refused` for what makes no sense."""
    if not scopes:
        raise Refused("Choose at least one thing that the key may do.")
    return Rights(
        tuple(scope for scope in Scope.values if scope in scopes), _named(sites, sites_only=sites_only), sites_only
    )


def bind(key: ApiKey, sites: Iterable[str], *, sites_only: bool) -> None:
    """This will let a key work on these sites, and on all if there is none, from the next request on.

    Raises `Refused`.
    """
    key.origins, key.sites_only = " ".join(_named(sites, sites_only=sites_only)), sites_only
    key.save(update_fields=["origins", "sites_only"])


def _named(sites: Iterable[str], *, sites_only: bool) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(site(each) for each in sites))
    if len(found) > MOST_SITES:
        raise Refused(f"A key takes {MOST_SITES} sites at most.")
    if sites_only and not found:
        raise Refused("Name the sites first: without any, a key for sites only would work nowhere.")
    return found
