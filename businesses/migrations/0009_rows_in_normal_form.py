"""Names, addresses and prices that were written before they had one form get it. Nobody is lost, no row is deleted.

The forms are written out here as they were on that day, so that a later change of them does not change history.
"""

from itertools import islice

from django.db import migrations
from django.db.models import F

from businesses import money, normal

NAMED = ('Category', 'Service', 'StaffMember', 'Location', 'Resource')  # unique within a business
TEXTS = (('Business', 'name'), ('Business', 'category'), ('Service', 'resource_kind'), ('Resource', 'kind'))
EMAILS = ('Business', 'StaffMember')
BATCH = 500


def forward(apps, schema_editor):
    models = {name: apps.get_model('businesses', name) for name in (*NAMED, 'Business', 'Customer', 'Skill')}
    for name in NAMED:
        _unique_names(models[name])
    for name, field in TEXTS:
        _update(models[name], [field], _changed(models[name], field, normal.name))
    for name in EMAILS:
        _update(models[name], ['email'], _changed(models[name], 'email', _sendable))
    _prices(models['Service'])
    _prices(models['Skill'])
    for business in models['Business'].objects.values_list('pk', flat=True).order_by('pk'):
        _customers(models['Customer'], business)


def _update(model, fields, rows):
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model.objects.bulk_update(batch, fields)


def _changed(model, field, form):
    found = []
    for row in model.objects.order_by('pk').only('pk', field):
        value = form(getattr(row, field))
        if value != getattr(row, field):
            setattr(row, field, value)
            found.append(row)
    return found


def _sendable(address):
    return normal.sendable(address) or address


def _unique_names(model):
    """Of rows that come to have one name, the one in use keeps it, else the eldest; the others are numbered."""
    groups, taken = {}, {}
    for row in model.objects.order_by('pk'):
        name = normal.name(row.name) or '?'
        groups.setdefault((row.business_id, name), []).append(row)
        taken.setdefault(row.business_id, set()).add(name)
    longest = model._meta.get_field('name').max_length
    for (business, name), rows in groups.items():
        first, *others = sorted(rows, key=lambda row: (not getattr(row, 'active', True), row.pk))
        for row in others:
            row.name = _free(name, taken[business], longest)
            taken[business].add(row.name)
        if len(name) > longest:  # letters that are more signs when they are composed
            name = _free(name, taken[business], longest)
            taken[business].add(name)
        for row in (*others, first):  # the first last: until then another may have its name
            if row is first and row.name == name:
                continue
            model.objects.filter(pk=row.pk).update(name=name if row is first else row.name)


def _free(name, taken, longest):
    number = 2
    while (found := f'{name[: longest - 8]} ({number})') in taken:
        number += 1
    return found


def _prices(model):
    """An amount that its currency cannot have becomes the one that guests were shown."""
    currency = 'business__currency' if model._meta.model_name == 'service' else 'service__business__currency'
    rows = model.objects.filter(price__isnull=False, **{f'{currency}__in': [*money.DECIMALS]})
    changed = []
    for row in rows.annotate(of=F(currency)):
        if not money.fits(row.price, row.of):
            row.price = money.rounded(row.price, row.of)
            changed.append(row)
    _update(model, ['price'], changed)


def _customers(model, business):
    """Each gets what they are known and searched by. Of several with the same, it goes to who is known longest."""
    rows = model.objects.filter(business_id=business).order_by(F('merged_into').asc(nulls_first=True), 'pk')
    current = sorted(rows.filter(erased_at__isnull=True), key=lambda row: (row.merged_into_id is not None, row.pk))
    holders = {}
    for row in current:
        row.first_name, row.last_name = normal.name(row.first_name), normal.name(row.last_name)
        key = normal.email_key(row.email)[:254] or row.phone_e164
        holder = holders.setdefault(key, row) if key else None
        row.identity = key if holder is row else None
        if holder is row:
            row.email = _sendable(row.email)
        elif holder is not None and row.email and row.blocked:
            holder.blocked = True  # who was blocked by one spelling of an address is blocked by all
        row.folded = normal.folded(f'{row.first_name} {row.last_name} {row.email} {row.phone}')[:600]
    for row in rows.filter(erased_at__isnull=False):
        row.identity = None
        current.append(row)
    _update(model, ['first_name', 'last_name', 'email', 'identity', 'folded', 'blocked'], current)


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0008_normal_forms'),
    ]

    operations = [
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
