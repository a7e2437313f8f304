"""A key that is revoked, or bound to sites, is so in every process from its next request on."""

import subprocess
import sys

import pytest
from django.utils import timezone

from businesses import api_access, api_rights
from businesses.models import ApiKey
from tests import factories
from tests.races.other_processes import environment

SERVES = """
import sys, django
django.setup()
from django.test import Client
for line in sys.stdin:
    headers = {"x-private-key": line.strip(), "Origin": "https://elsewhere.example"}
    print(Client().get("/booking/business", headers=headers, secure=True).status_code, flush=True)
"""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_what_an_owner_decides_of_a_key_counts_at_its_next_request_in_other_processes():
    shop = factories.load(factories.ELM)
    secret = factories.key(shop)
    key = ApiKey.objects.get()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    command = [sys.executable, "-c", SERVES]
    hosts = {"ALLOWED_HOSTS": "testserver"}
    processes = [subprocess.Popen(command, env={**environment(), **hosts}, **pipes) for _ in range(2)]

    def answers():
        for process in processes:
            process.stdin.write(f"{secret}\n")
        return [int(process.stdout.readline()) for process in processes]

    try:
        assert answers() == [200, 200]
        api_rights.bind(key, ["https://www.salon.example"], sites_only=False)
        assert answers() == [403, 403]
        api_rights.bind(key, [], sites_only=False)
        assert answers() == [200, 200]
        api_access.revoke(key, now=timezone.now())
        assert answers() == [401, 401]
    finally:
        for process in processes:
            process.stdin.close()
            process.wait(timeout=60)
