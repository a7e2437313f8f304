"""What the history of the admin held about rows of businesses goes into the trail, without anybody's name."""

import json

from django.db import migrations

NAMED = ("apikey", "business", "category", "location", "resource", "service")  # others are called by somebody's name
KINDS = {
    "apikey": "keys",
    "apiaccessrequest": "keys",
    "webhookendpoint": "keys",
    "membership": "roles",
    "customer": "customers",
}
DEEDS = {1: "added", 2: "changed", 3: "deleted"}
AT_ONCE = 500


def move(apps, schema_editor):
    entries = apps.get_model("admin", "LogEntry").objects.using(schema_editor.connection.alias)
    trail = apps.get_model("businesses", "TrailEntry").objects.using(schema_editor.connection.alias)
    types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    for kind in types.filter(app_label__in=("businesses", "bookings")):
        try:
            model = apps.get_model(kind.app_label, kind.model)
        except LookupError:
            continue
        column = "pk" if kind.model == "business" else "business_id"
        if kind.model != "business" and "business" not in {field.name for field in model._meta.fields}:
            continue
        theirs = entries.filter(content_type_id=kind.pk)
        owners = dict(model.objects.using(schema_editor.connection.alias).values_list("pk", column))
        rows = [_row(trail.model, entry, kind.model, owners) for entry in theirs.order_by("pk").iterator()]
        trail.bulk_create([row for row in rows if row is not None], batch_size=AT_ONCE)
        theirs.delete()


def _row(model, entry, table, owners):
    """The entry of a row that is still there; whose the others were nobody knows."""
    key = int(entry.object_id) if str(entry.object_id).isdigit() else 0
    if key not in owners:
        return None
    said, fields = _said(entry.change_message)
    return model(
        business_id=owners[key],
        user_id=entry.user_id,
        occurred_at=entry.action_time,
        kind=KINDS.get(table, "settings"),
        deed="done" if said else DEEDS.get(entry.action_flag, "changed"),
        said=said[:200],
        table=table,
        row=key,
        label=entry.object_repr[:200] if table in NAMED else "",
        changes=[[field] for field in fields],
    )


def _said(message):
    """Our own words, or the fields that a form changed, whose values the history never had."""
    try:
        parts = json.loads(message)
    except ValueError:
        return message, []
    if not isinstance(parts, list):
        return "", []
    changed = [part.get("changed", {}) for part in parts if isinstance(part, dict)]
    return "", [str(field) for each in changed for field in each.get("fields", [])]


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("bookings", "0023_events_newest_first"),
        ("businesses", "0028_trail"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
