"""How long anything may take: little where requests are served, whatever it needs in a command."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.races import other_processes

SHOW = """
import json, time
{first}
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    def shown(name):
        cursor.execute(f"SHOW {{name}}")
        return cursor.fetchone()[0]
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    found = [shown(name) for name in names]
    began = time.monotonic()
    cursor.execute("SELECT pg_sleep(2)")
    found.append(time.monotonic() - began >= 2)
    facts = connection.connection.info.get_parameters()
print(json.dumps([*found, facts.get("connect_timeout"), facts.get("tcp_user_timeout"), facts.get("keepalives_idle")]))
"""


def shown(first=""):
    """The time-outs of a process, and whether a statement of two seconds came to its end."""
    environment = {**os.environ, **other_processes.environment()}
    command = [sys.executable, "-c", SHOW.format(first=first)]
    ran = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


@pytest.mark.django_db(transaction=True)
def test_a_process_that_serves_requests_is_short_of_patience_and_a_command_is_not():
    assert connection.vendor == "postgresql"
    assert shown("import bookingsite.wsgi") == ["15s", "5s", "1min", True, "2", "30000", "15"]
    assert shown() == ["0", "5s", "1min", True, "10", "30000", "15"]
