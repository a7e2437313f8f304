"""The database's engine, as the settings name it."""

from functools import partial
from typing import Any, ClassVar

from django.db.backends.postgresql import base

from bookingsite.postgresql.silence import Watch


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own; where requests are served, with a watch over the server."""

    watch: ClassVar[Watch | None] = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """This will connect, unless the server is known to say nothing."""
        if self.watch is None:
            return super().get_new_connection(conn_params)
        self.watch.refuse_silence()
        made = super().get_new_connection(conn_params)
        made.wait = partial(self.watch.wait, made)
        return made


def watched() -> None:
    """This will have the server watched in this process, from the next connection on."""

    def connect() -> Any:
        unwatched = base.DatabaseWrapper(_settings())
        return unwatched.get_new_connection(unwatched.get_connection_params())

    DatabaseWrapper.watch = Watch(connect)


def _settings() -> dict[str, Any]:
    from django.db import connections

    return connections.settings["default"]
