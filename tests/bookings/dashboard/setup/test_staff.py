"""The people with a diary, and what they do."""

from decimal import Decimal

import pytest

from businesses.models import Skill, StaffMember
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, confirm, faults, rows_of_list, send, version_of

LIST, ADD = address(StaffMember, "changelist"), address(StaffMember, "add")


def skills(person):
    return {skill.service.name: skill for skill in person.skills.select_related("service")}


def versions(shop, person):
    return version_of(shop, person), version_of(shop)


def test_what_somebody_does_is_ticked_in_one_table(elm, max_):
    maria, yoga, trim = elm.staff["Maria Gomez"], elm.services["Yoga"], elm.services["Trim"]
    before = versions(elm, maria)
    typed = {f"does_{yoga.pk}": "on", f"length_{yoga.pk}": "75", f"price_{yoga.pk}": "15.5", f"does_{trim.pk}": None}
    assert faults(send(max_, address(maria), **typed)) == {}
    done = skills(maria)
    assert set(done) == {"Fade", "Yoga"}
    assert (done["Yoga"].duration_minutes, done["Yoga"].price) == (75, Decimal("15.50"))
    assert (done["Fade"].duration_minutes, done["Fade"].price) == (None, None)
    assert all(after > earlier for earlier, after in zip(before, versions(elm, maria), strict=True))


def test_an_own_length_is_taken_back_by_emptying_it(elm, max_):
    maria, fade = elm.staff["Maria Gomez"], elm.services["Fade"]
    Skill.objects.filter(staff=maria, service=fade).update(duration_minutes=50, price=40)
    assert 'value="50"' in max_.get(address(maria)).text
    send(max_, address(maria), **{f"length_{fade.pk}": "", f"price_{fade.pk}": ""})
    assert (skills(maria)["Fade"].duration_minutes, skills(maria)["Fade"].price) == (None, None)


def test_what_has_phases_takes_as_long_with_everybody(db, now):
    shop = factories.with_phases()
    client, cleo, color = dashboard.member(shop, "max", "manager"), shop.staff["Cleo Fox"], shop.services["Color"]
    said = "This service has phases, and takes as long with everybody. Leave this empty."
    field = f"length_{color.pk}"
    assert faults(send(client, address(cleo), **{field: "50"})) == {field: [said]}
    assert faults(send(client, address(cleo), **{field: ""})) == {}


def test_what_is_switched_off_is_not_asked_about_and_stays(elm, max_):
    maria, retired = elm.staff["Maria Gomez"], elm.services["Retired cut"]
    Skill.objects.create(business=elm.business, staff=maria, service=retired, duration_minutes=20)
    assert f"does_{retired.pk}" not in max_.get(address(maria)).text
    send(max_, address(maria), about="New words")
    assert skills(maria)["Retired cut"].duration_minutes == 20


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("length", "0", "Write 1 or more."),
        ("length", "1441", "Write at most 1440."),
        ("length", "long", "Write a whole number."),
        ("price", "-3", "Write 0 or more."),
        ("price", "9" * 20, "Write at most 99999999.99."),
    ],
)
def test_a_length_or_price_that_cannot_be_is_said_in_the_table(elm, max_, field, typed, said):
    maria, fade = elm.staff["Maria Gomez"], elm.services["Fade"]
    answer = send(max_, address(maria), **{f"{field}_{fade.pk}": typed})
    assert said in faults(answer)[f"{field}_{fade.pk}"]
    assert said in answer.text
    assert skills(maria)["Fade"].duration_minutes is None


def test_a_length_without_a_tick_is_asked_about(elm, max_):
    maria, yoga = elm.staff["Maria Gomez"], elm.services["Yoga"]
    answer = send(max_, address(maria), **{f"length_{yoga.pk}": "75"})
    assert "Tick it, too" in answer.text
    assert "Yoga" not in skills(maria)


def test_a_neighbours_service_cannot_be_ticked(elm, karachi, max_):
    maria, cut = elm.staff["Maria Gomez"], karachi.services["Haircut"]
    send(max_, address(maria), **{f"does_{cut.pk}": "on"})
    assert set(skills(maria)) == {"Fade", "Trim"}


def test_somebody_new_has_a_colour_and_is_the_last(elm, max_):
    fade = elm.services["Fade"]
    assert faults(send(max_, ADD, name="Nora New", **{f"does_{fade.pk}": "on"})) == {}
    nora = StaffMember.objects.get(name="Nora New")
    assert nora.color.startswith("#")
    assert nora.location == elm.locations["Main"]
    assert nora.position == max(StaffMember.objects.values_list("position", flat=True))
    assert set(skills(nora)) == {"Fade"}


def test_somebody_who_does_nothing_is_said_to_be_out_of_reach(elm, max_):
    assert "Nothing is ticked for Nora New" in send(max_, ADD, name="Nora New").text


def test_a_name_that_is_taken_and_a_colour_that_is_none_are_faults(elm, max_):
    answer = send(max_, address(elm.staff["Maria Gomez"]), name="Ana Ruiz", color="red; }")
    assert faults(answer)["color"] == ["Pick a colour, or write one such as #7c3aed."]
    assert faults(answer)["name"] == ["“Ana Ruiz” already exists. Choose another name."]


def test_a_colour_that_is_a_word_stays_one(elm, max_):
    maria = elm.staff["Maria Gomez"]
    StaffMember.objects.filter(pk=maria.pk).update(color="teal")
    send(max_, address(maria), about="New words")
    assert StaffMember.objects.get(pk=maria.pk).color == "teal"


def test_a_location_of_the_neighbours_cannot_be_chosen(elm, karachi, max_):
    answer = send(max_, address(elm.staff["Maria Gomez"]), location=karachi.locations["Main"].pk)
    assert "location" in faults(answer)


def test_the_neighbours_people_are_not_there(elm, karachi, max_):
    amna_khan = karachi.staff["Amna Khan"]
    assert "Amna Khan" not in max_.get(address(amna_khan), follow=True).text
    max_.post(address(amna_khan), {"name": "Mine"}, follow=True)
    max_.post(address(amna_khan, "delete"), {"post": "yes"}, follow=True)
    assert StaffMember.objects.get(pk=amna_khan.pk).name == "Amna Khan"


def test_staff_members_do_not_set_up_anybody(elm, maria):
    own = elm.staff["Maria Gomez"]
    for page in (LIST, ADD, address(own), address(own, "delete")):
        assert maria.get(page).status_code == 403


def test_the_page_leads_to_the_hours_and_the_time_off(elm, max_):
    text = max_.get(address(elm.staff["Maria Gomez"])).text
    assert f"/staff/{elm.staff['Maria Gomez'].pk}/" in text
    assert "/admin/businesses/timeoff/" in text


def test_somebody_with_appointments_is_switched_off_not_deleted(elm, max_):
    factories.book(elm, "Fade", staff="Maria Gomez")
    maria = elm.staff["Maria Gomez"]
    answer = max_.post(address(maria, "delete"), {"post": "yes"}, follow=True)
    assert "Switch off “Takes appointments” instead" in answer.text
    before = versions(elm, maria)
    confirm(max_, LIST, max_.post(LIST, {"action": "switch_off", "_selected_action": [maria.pk]}))
    assert not StaffMember.objects.get(pk=maria.pk).active
    assert versions(elm, maria)[0] > before[0]


def test_somebody_without_appointments_is_deleted(elm, max_):
    ana = elm.staff["Ana Ruiz"]
    max_.post(address(ana, "delete"), {"post": "yes"})
    assert not StaffMember.objects.filter(pk=ana.pk).exists()


def test_the_order_is_changed_by_numbers(elm, max_):
    sent, places = rows_of_list(max_, LIST)
    max_.post(LIST, {**sent, places["Maria Gomez"]: 99, "_save": "Save"})
    assert list(rows_of_list(max_, LIST)[1])[-1] == "Maria Gomez"
    assert set(skills(elm.staff["Maria Gomez"])) == {"Fade", "Trim"}  # the list touches nothing else


def test_the_list_says_who_does_how_much(elm, max_):
    Skill.objects.filter(staff=elm.staff["Ana Ruiz"]).delete()
    text = max_.get(LIST).text
    assert "2 services" in text
    assert "nothing yet" in text


def test_many_services_ask_no_more_questions_than_few(elm, max_, django_assert_max_num_queries):
    page = address(elm.staff["Maria Gomez"])
    with django_assert_max_num_queries(30) as few:
        max_.get(page)
    type(elm.services["Fade"]).objects.bulk_create(
        type(elm.services["Fade"])(business=elm.business, name=f"S{n}", duration_minutes=5) for n in range(40)
    )
    with django_assert_max_num_queries(len(few)):
        max_.get(page)


def test_a_person_can_be_told_of_nothing(elm, max_):
    maria = elm.staff["Maria Gomez"]
    assert maria.mailed
    assert faults(send(max_, address(maria), mailed=None)) == {}
    maria.refresh_from_db()
    assert not maria.mailed
