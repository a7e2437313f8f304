"""X-Request-Id: by which a partner and our log speak of the same request."""

import logging

import pytest
from django.test import Client


def test_every_answer_has_an_id_of_its_own(voice, elm, ask, partner):
    answers = [ask(route) for route in voice.routes(elm)] + [partner.get("/nothing"), partner("BREW", "/nothing")]
    answers.append(Client().get(f"{voice.prefix}/nothing"))
    found = [answer["X-Request-Id"] for answer in answers]
    assert len(set(found)) == len(answers)
    assert all(len(each) == 32 for each in found)


@pytest.mark.parametrize("named", ["a", "x" * 64, "Trace-1.2_b"])
def test_a_partner_may_name_its_request(partner, named):
    assert partner("GET", "/nothing", headers={"X-Request-Id": named})["X-Request-Id"] == named


@pytest.mark.parametrize("named", ["", "x" * 65, "a b", "a,b", "é", "<script>", "a\n"])
def test_a_name_that_is_none_is_replaced(partner, named):
    answer = partner("GET", "/nothing", headers={"X-Request-Id": named})
    assert answer["X-Request-Id"] != named


def test_what_nobody_expected_is_found_in_the_log_by_it(voice, elm, ask, monkeypatch, caplog):
    monkeypatch.setattr("bookings.operations.book", lambda **how: 1 / 0)
    with caplog.at_level(logging.ERROR, logger="bookings.dialects.base"):
        answer = ask(voice.create(elm), headers={"X-Request-Id": "look-for-me"})
    assert voice.refused(answer, 500)
    assert "look-for-me" in caplog.text
