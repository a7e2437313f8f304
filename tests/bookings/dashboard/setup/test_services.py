"""What is offered: services, categories, locations, rooms and equipment."""

from decimal import Decimal

import pytest

from businesses import document
from businesses.models import Category, Location, Resource, Service
from tests import factories
from tests.bookings.dashboard.forms import address, faults, rows_of_list, send, version_of

SERVICES, ADD = address(Service, "changelist"), address(Service, "add")
NEW = {"name": "Blow-dry", "duration_minutes": "30", "capacity": "1"}
CATALOG = [Service, Category, Location, Resource]


def act(client, action, *rows):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address(type(rows[0]), "changelist"), chosen, follow=True)


def test_a_manager_adds_a_service_with_who_does_it_at_the_end_of_the_list(elm, max_):
    before, people = version_of(elm), [elm.staff["Maria Gomez"].pk, elm.staff["Ana Ruiz"].pk]
    assert faults(send(max_, ADD, **NEW, price="29.50", people=people)) == {}
    service = Service.objects.get(business=elm.business, name="Blow-dry")
    assert (service.price, sorted(service.skills.values_list("staff", flat=True))) == (Decimal("29.50"), sorted(people))
    assert service.position == max(Service.objects.values_list("position", flat=True))
    assert version_of(elm) > before


def test_a_service_that_nobody_does_is_said_to_be_out_of_reach(elm, max_):
    assert "Nobody does “Blow-dry” yet" in send(max_, ADD, **NEW).text


def test_fewer_places_than_the_fewest_participants_of_the_document_still_make_a_document(elm, olive):
    yoga = elm.services["Yoga"]
    Service.objects.filter(pk=yoga.pk).update(min_participants=3, min_participants_by_minutes=120)
    assert faults(send(olive, address(yoga), capacity="2")) == {}
    yoga.refresh_from_db()
    assert (yoga.capacity, yoga.min_participants, yoga.min_participants_by_minutes) == (2, 2, 120)
    document.load(document.export(elm.business), now=factories.NOW)


def test_who_does_it_already_keeps_their_own_length(elm, max_):
    fade, maria = elm.services["Fade"], elm.staff["Maria Gomez"]
    fade.skills.filter(staff=maria).update(duration_minutes=50)
    before = version_of(elm, elm.staff["Ana Ruiz"])
    send(max_, address(fade), people=[maria.pk])
    assert list(fade.skills.values_list("staff", "duration_minutes")) == [(maria.pk, 50)]
    assert version_of(elm, elm.staff["Ana Ruiz"]) > before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("duration_minutes", "-5", "Write 1 minute or more."),
        ("duration_minutes", "0", "Write 1 minute or more."),
        ("duration_minutes", "9" * 30, "Write at most 1 day."),
        ("duration_minutes", "an hour", "Write a whole number."),
        ("price", "-1", "Write 0 or more."),
        ("price", "NaN", "Write a number."),
        ("price", "9" * 20, "Write at most 99999999.99."),
        ("buffer_before_minutes", "-1", "Write 0 minutes or more."),
        ("buffer_after_minutes", "1441", "Write at most 1 day."),
        ("capacity", "0", "Write 1 or more."),
        ("resource_kind", "spaceship", "“spaceship” cannot be chosen, or not any more. Choose again."),
        ("photo_url", "javascript:alert(1)", "Enter a valid URL."),
        ("online", "meet.example", "This must begin with https://."),
        ("name", "Fade", "“Fade” already exists. Choose another name."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(elm, max_, field, typed, said):
    trim = elm.services["Trim"]
    answer = send(max_, address(trim), **{field: typed})
    assert said in [each for errors in faults(answer).values() for each in errors]
    assert Service.objects.get(pk=trim.pk).name == "Trim"


def row(n, text, kind="text", **more):
    """What a browser sends of a question."""
    fields = {"text": text, "kind": kind, "choices": "", "place": n + 1, **more}
    return {f"questions-{n}-{name}": value for name, value in fields.items() if value is not None}


def test_questions_are_added_put_in_order_and_taken_away(elm, max_):
    fade, before = elm.services["Fade"], version_of(elm)
    hair = row(1, " Your\u200b  hair? ", "choice", choices="short\r\nlong\r\n\r\n", required="on")
    assert faults(send(max_, address(fade), **row(0, "Any allergies?"), **hair, **row(2, ""))) == {}
    fade.refresh_from_db()
    allergies = {"text": "Any allergies?", "kind": "text", "required": False}
    asked = {"text": "Your hair?", "kind": "choice", "required": True, "choices": ["short", "long"]}
    assert fade.questions == [allergies, asked]
    assert version_of(elm) > before
    page = max_.get(address(fade)).text
    assert "Your hair?" in page
    assert page.count("One more question") == 2
    send(max_, address(fade), **row(0, ""), **hair, **row(2, "I agree", "tick"), **row(3, "Why?", place=2))
    fade.refresh_from_db()
    assert [each["text"] for each in fade.questions] == ["Why?", "Your hair?", "I agree"]
    send(max_, address(fade), **row(0, "Why?", place=3), **hair, **row(2, "I agree", "tick"))
    fade.refresh_from_db()
    assert [each["text"] for each in fade.questions] == ["Your hair?", "I agree", "Why?"]


def test_a_form_that_has_other_fields_alone_leaves_the_questions_as_they_are(elm, max_):
    asked = [{"text": "Any allergies?", "kind": "text", "required": False}]
    Service.objects.filter(name="Fade").update(questions=asked)
    send(max_, address(elm.services["Fade"]), description="Shorter")
    fade = Service.objects.get(name="Fade")
    assert (fade.description, fade.questions) == ("Shorter", asked)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (row(0, "Hair", "choice", choices="short"), "This must give 2 to 30 choices for “Hair”, not 1."),
        (row(0, "Hair", choices="short"), "This must give no choices for “Hair”: only the kind choice has them."),
        (row(0, "Hair") | row(1, "hair"), "This must not ask “hair” twice."),
        (row(0, "Hair", "colour"), "Choose what kind of answer each question has."),
    ],
)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(elm, max_, rows, said):
    answer = send(max_, address(elm.services["Fade"]), **rows)
    assert faults(answer) == {"questions": [said]}
    assert "Hair</textarea>" in answer.text
    assert Service.objects.get(name="Fade").questions == []


def test_only_kinds_that_exist_are_offered_and_the_present_one_is_kept(elm, max_):
    Service.objects.filter(name="Trim").update(resource_kind="laser")
    text = max_.get(address(elm.services["Trim"])).text
    assert "laser (there is none now)" in text
    assert '<option value="room"' in text
    assert "resource_kind" in faults(send(max_, address(elm.services["Trim"])))


def test_prices_are_asked_for_in_the_currency_of_the_business(amna, karachi):
    assert "Price in PKR" in amna.get(address(karachi.services["Haircut"])).text


def test_nobody_of_the_neighbours_can_be_named(elm, karachi, max_):
    amna_khan, fade = karachi.staff["Amna Khan"], elm.services["Fade"]
    answer = send(max_, address(fade), people=[amna_khan.pk], category=karachi.business.category_set.get().pk)
    assert set(faults(answer)) == {"people", "category"}


@pytest.mark.parametrize("model", CATALOG)
def test_a_neighbours_row_is_not_there_and_staff_members_are_sent_away(elm, karachi, max_, maria, model):
    own = model.objects.filter(business=elm.business).first()
    theirs = {"business": karachi.business, "name": "Secret"}
    if model is Resource:
        theirs |= {"kind": "room", "location": karachi.locations["Main"]}
    row = model.objects.create(**theirs, **({"duration_minutes": 5} if model is Service else {}))
    for action in ("change", "delete"):
        assert "Secret" not in max_.get(address(row, action), follow=True).text.replace("“Secret”", "")
        max_.post(address(row, action), {"name": "Mine", "post": "yes"}, follow=True)
        assert maria.get(address(own, action)).status_code == 403
    assert maria.get(address(model, "changelist")).status_code == 403
    row.refresh_from_db()
    assert row.name == "Secret"


def test_a_service_with_appointments_is_switched_off_not_deleted(elm, max_):
    factories.book(elm, "Fade")
    fade = elm.services["Fade"]
    page = max_.get(address(fade)).text
    assert "Switch off “Can be booked” instead" in page
    assert address(fade, "delete") not in page
    for answer in (max_.get(address(fade, "delete"), follow=True), max_.post(address(fade, "delete"), {"post": "yes"})):
        assert answer.status_code in (200, 302)
    assert "so it stays" in max_.get(address(fade, "delete"), follow=True).text
    assert Service.objects.filter(pk=fade.pk).exists()


def test_a_service_without_appointments_is_deleted(elm, max_):
    trim, before = elm.services["Trim"], version_of(elm)
    assert max_.post(address(trim, "delete"), {"post": "yes"}).status_code == 302
    assert not Service.objects.filter(pk=trim.pk).exists()
    assert version_of(elm) > before


def test_services_are_switched_off_and_on_together(elm, max_):
    rows, before = [elm.services["Fade"], elm.services["Trim"]], version_of(elm)
    assert "Switched off: Fade, Trim. What is booked already stays." in act(max_, "switch_off", *rows).text
    assert version_of(elm) > before
    assert not Service.objects.filter(pk__in=[row.pk for row in rows], active=True).exists()
    assert "All of them are off already." in act(max_, "switch_off", *rows).text
    act(max_, "switch_on", *rows)
    assert Service.objects.filter(pk__in=[row.pk for row in rows], active=True).count() == 2


def test_the_neighbours_services_are_switched_by_nobody_else(elm, karachi, max_):
    act(max_, "switch_off", karachi.services["Haircut"])
    assert Service.objects.get(name="Haircut").active


def test_the_list_stands_by_category_and_its_order_is_changed_by_numbers(elm, max_):
    sent, places = rows_of_list(max_, SERVICES)
    assert list(places)[:3] == ["Fade", "Trim", "Retired cut"]
    before = version_of(elm)
    max_.post(SERVICES, {**sent, places["Fade"]: 7, places["Trim"]: 2, "_save": "Save"})
    assert version_of(elm) > before
    assert list(rows_of_list(max_, SERVICES)[1])[:3] == ["Trim", "Retired cut", "Fade"]


@pytest.mark.parametrize("typed", ["-1", "", "first", "9" * 30])
def test_a_place_that_is_none_is_a_fault_and_the_order_stays(elm, max_, typed):
    sent, places = rows_of_list(max_, SERVICES)
    answer = max_.post(SERVICES, {**sent, places["Fade"]: typed, "_save": "Save"})
    assert answer.status_code == 200
    assert answer.context["cl"].formset.total_error_count() == 1


def test_categories_are_ordered_by_numbers(elm, max_):
    page = address(Category, "changelist")
    sent, places = rows_of_list(max_, page)
    max_.post(page, {**sent, places["Cuts"]: 9, "_save": "Save"})
    assert list(rows_of_list(max_, page)[1])[-1] == "Cuts"


def test_a_category_that_goes_leaves_its_services(elm, max_):
    cuts = Category.objects.get(business=elm.business, name="Cuts")
    max_.post(address(cuts, "delete"), {"post": "yes"})
    assert Service.objects.get(name="Fade").category is None


def test_a_location_with_people_stays(elm, max_):
    main = elm.locations["Main"]
    assert "so it stays" in max_.post(address(main, "delete"), {"post": "yes"}, follow=True).text
    assert Location.objects.filter(pk=main.pk).exists()


def test_the_last_room_of_a_kind_is_missed_by_the_services_that_need_it(elm, max_):
    room = elm.resources["Room 1"]
    assert "guests cannot book: Massage" in send(max_, address(room), active=None).text
    assert not Resource.objects.get(pk=room.pk).active


def test_kinds_in_use_are_suggested(elm, karachi, max_):
    Resource.objects.create(
        business=karachi.business, name="X", kind="neighbours-kind", location=karachi.locations["Main"]
    )
    text = max_.get(address(Resource, "add")).text
    assert '<option value="room">' in text
    assert "neighbours-kind" not in text


def test_a_long_list_asks_no_more_questions_than_a_short_one(elm, max_, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as short:
        max_.get(SERVICES)
    rows = [Service(business=elm.business, name=f"S{n}", duration_minutes=5) for n in range(40)]
    Service.objects.bulk_create(rows)
    with django_assert_max_num_queries(len(short)):
        max_.get(SERVICES)


def test_the_form_of_a_saved_service_sends_what_it_shows(elm, max_):
    fade = elm.services["Fade"]
    before = Service.objects.filter(pk=fade.pk).values().get()
    assert faults(send(max_, address(fade))) == {}
    after = Service.objects.filter(pk=fade.pk).values().get()
    assert {**before, "updated_at": None} == {**after, "updated_at": None}


def typed(**how):
    return {**NEW, "name": "Color bath", "duration_minutes": "90", **how}


@pytest.mark.parametrize(
    "text", ["40 work, 30 wait, 20 work", "40, 30, 20", "40 + 30 + 20", "40 min working; 30 WAIT; 20"]
)
def test_phases_are_typed_as_a_line_and_drawn_as_a_bar(elm, max_, text):
    before = version_of(elm)
    assert faults(send(max_, ADD, **typed(phases=text))) == {}
    service = Service.objects.get(name="Color bath")
    assert service.phases == [{"work": 40}, {"wait": 30}, {"work": 20}]
    assert version_of(elm) > before
    bar = 'aria-label="40 minutes of work, 30 minutes of waiting, 20 minutes of work"'
    page = max_.get(address(service)).text
    assert bar in page
    assert 'value="40 work, 30 wait, 20 work"' in page
    assert max_.get(SERVICES).text.count(bar) == 1
    assert faults(send(max_, address(service), phases="")) == {}
    service.refresh_from_db()
    assert service.phases == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("40 work, 30 wait", "This must begin and end with work. Write it as 40 work, 30 wait, 20 work."),
        ("40 work, 50 work", "This must be work and wait by turns. Write it as 40 work, 30 wait, 20 work."),
        ("40, 30, 10", "This takes 80 minutes together, but the length is 90. Change one."),
        ("40, 0, 50", "“0” is neither work nor waiting. Write minutes and a word: 40 work, 30 wait, 20 work."),
        ("some", "“some” is neither work nor waiting. Write minutes and a word: 40 work, 30 wait, 20 work."),
    ],
)
def test_phases_that_cannot_be_are_refused_in_plain_words(elm, max_, text, said):
    assert faults(send(max_, ADD, **typed(phases=text))) == {"phases": [said]}
    assert not Service.objects.filter(name="Color bath").exists()


def test_what_somebody_takes_another_time_for_gets_no_phases(elm, max_):
    color, cleo = elm.services["Color"], elm.staff["Cleo Fox"]
    color.skills.filter(staff=cleo).update(duration_minutes=50)
    said = "What waits takes as long with everybody. Empty the own length of Cleo Fox first."
    assert faults(send(max_, address(color), phases="20, 30, 10")) == {"phases": [said]}


def test_a_class_says_with_how_many_it_is_worth_it(elm, max_):
    yoga = elm.services["Yoga"]
    page = address(yoga)
    assert faults(send(max_, page, min_participants="4")) == {
        "min_participants": ["Write at most 3: there are no more places."]
    }
    assert faults(send(max_, page, min_participants="2", min_participants_by_minutes="1440")) == {}
    yoga.refresh_from_db()
    assert (yoga.min_participants, yoga.min_participants_by_minutes) == (2, 1440)
    type(yoga).objects.filter(pk=yoga.pk).update(min_participants_by_minutes=95)
    assert faults(send(max_, page, name="Slow yoga")) == {}
    yoga.refresh_from_db()
    assert yoga.min_participants_by_minutes == 95
