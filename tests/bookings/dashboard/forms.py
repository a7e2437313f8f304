"""The forms of the dashboard, filled in and sent."""

from django.urls import reverse

from businesses import diary


def address(row_or_model, action="change"):
    """The page of a row, or of a model."""
    meta = row_or_model._meta
    args = [row_or_model.pk] if isinstance(getattr(row_or_model, "pk", None), int) else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{action}", args=args)


def filled(client, page):
    """What a browser would send of a form as it is shown."""
    form = client.get(page, follow=True).context["adminform"].form
    sent = {"_as_shown": form.as_shown}
    for name in form.fields:
        value = form[name].value()
        if value is True:
            sent[name] = "on"
        elif value is not None and value is not False:
            sent[name] = value
    return sent


def send(client, page, /, **typed):
    """This will change some fields of a form and send it; a field that is None is left out."""
    sent = {**filled(client, page), **typed}
    return client.post(page, {name: value for name, value in sent.items() if value is not None}, follow=True)


def faults(answer):
    """What was wrong, by field."""
    shown = (answer.context or {}).get("adminform")
    return {name: list(said) for name, said in shown.form.errors.items()} if shown else {}


def confirm(client, page, answer, **chosen):
    """This will send the page before saving as a browser does, with choices; what was saved at once is left alone."""
    if "seal" not in (answer.context or {}):
        return answer
    sent = {}
    for name, text in answer.context["fields"]:
        sent.setdefault(name, []).append(text)
    sent |= {"outside-seen": answer.context["seal"], "outside-all": "keep"}
    return client.post(page, sent | {f"outside-{name}": text for name, text in chosen.items()}, follow=True)


def rows_of_list(client, page):
    """What a browser would send of a list with places to type."""
    formset = client.get(page).context["cl"].formset
    sent = {f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()}
    for form in formset.forms:
        sent[form.add_prefix("id")] = form.instance.pk
        sent[form.add_prefix("position")] = form.instance.position
    return sent, {form.instance.name: form.add_prefix("position") for form in formset.forms}


def version_of(shop, person=None):
    """The version of a shop's set-up, or of a person's diary."""
    key = diary.of_staff(person.pk) if person else diary.of_setup(shop.business.pk)
    return diary.versions(shop.business.pk)[key]
