from typing import Any

from django.db import migrations, models
from django.utils import timezone

import businesses.online

# What the databases make of chance by themselves: 122 and 128 bits that nobody guesses.
PARTS = {"postgresql": "replace(gen_random_uuid()::text, '-', '')", "sqlite": "lower(hex(randomblob(16)))"}


def give_parts(apps: Any, editor: Any) -> None:
    """This will give a part to every appointment that is still to come; what is over is held nowhere."""
    appointment = apps.get_model("bookings", "Appointment")
    table = editor.quote_name(appointment._meta.db_table)
    part = PARTS[editor.connection.vendor]
    editor.execute(
        f"UPDATE {table} SET online_part = {part} WHERE live AND ends_at > %s",  # noqa: S608 - nothing is typed
        [editor.connection.ops.adapt_datetimefield_value(timezone.now())],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0019_answers"),
        ("businesses", "0024_online"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="online_part",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
        ),
        migrations.RunPython(give_parts, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="appointment",
            name="online_part",
            field=models.CharField(
                blank=True,
                default=businesses.online.new_part,
                editable=False,
                help_text="The random part of its address where it is online: as long as it lives, for all who are in it",
                max_length=32,
            ),
        ),
    ]
