from django.db import migrations

CHANGED = 'booking.changed'
BY_FACTS = {  # what a change was is seen by what it left behind
    'booking.annotated': {'facts__annotated': True},
    'booking.arrived': {'facts__previous__arrived__isnull': False},
    'booking.reopened': {'facts__previous__status__in': ['completed', 'no_show']},
    'booking.unconfirmed': {'facts__previous__status': 'confirmed'},
    'booking.links_revoked': {'facts__previous__isnull': True},
}
NAMED_LATER = {**dict.fromkeys([*BY_FACTS, 'booking.amended'], CHANGED), 'booking.extended': 'booking.held'}


def name(apps, schema_editor):
    events = apps.get_model('bookings', 'Event').objects.using(schema_editor.connection.alias)
    for verb, facts in BY_FACTS.items():
        events.filter(type=CHANGED, **facts).update(type=verb)


def unname(apps, schema_editor):
    events = apps.get_model('bookings', 'Event').objects.using(schema_editor.connection.alias)
    for verb, before in NAMED_LATER.items():
        events.filter(type=verb).update(type=before)


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0006_events_in_order'),
    ]

    operations = [
        migrations.RunPython(name, unname),
        migrations.RunSQL(
            'UPDATE bookings_event SET position = counted.position FROM ('
            'SELECT id, ROW_NUMBER() OVER (PARTITION BY business_id ORDER BY id) AS position FROM bookings_event'
            ') AS counted WHERE counted.id = bookings_event.id',
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            'INSERT INTO bookings_eventcount (business_id, last) '
            'SELECT business_id, COUNT(*) FROM bookings_event GROUP BY business_id',
            'DELETE FROM bookings_eventcount',
        ),
    ]
