"""The schema's own refusal to sell a time twice, the same on PostgreSQL and on SQLite."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Func, IntegerField, Q, Value

LONGEST_MINUTES = 10080  # a busy time is no longer than this (checked by the schema): it bounds every index range


class _MinuteRange(Func):
    function = "int4range"
    output_field = IntegerField()


class NoOverlap(ExclusionConstraint):
    """This will refuse two live rows of one owner whose busy minutes overlap; ranges that touch are fine.

    PostgreSQL gets an exclusion constraint. SQLite has none, so the table gets two triggers that say the same; they
    are made with the table, and so again whenever a later migration rebuilds it. Either way the error is an
    `IntegrityError` whose text carries the constraint's name.
    """

    def __init__(self, *, name: str, owner: str) -> None:
        self.owner = owner
        super().__init__(
            name=name,
            expressions=[
                (F("business"), "="),
                (F(owner), "="),
                (_MinuteRange(F("busy_from"), F("busy_until"), Value("[)")), "&&"),
            ],
            condition=Q(live=True),
        )

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """This will describe the constraint in a migration by what it was made from."""
        return "bookings.models.no_overlap.NoOverlap", (), {"name": self.name, "owner": self.owner}

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """This will leave the refusal to the database: a form cannot know it before the write."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """This will give the clause inside CREATE TABLE, or put the triggers behind it."""
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        for when in ("INSERT", f"UPDATE OF {self._column(model)}, busy_from, busy_until, live"):
            schema_editor.deferred_sql.append(self._trigger(model, schema_editor, when))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """This will add the constraint to a table that exists; SQLite rebuilds the table instead."""
        return super().create_sql(model, schema_editor) if schema_editor.connection.vendor == "postgresql" else None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """This will drop the constraint; SQLite rebuilds the table instead, which drops its triggers."""
        return super().remove_sql(model, schema_editor) if schema_editor.connection.vendor == "postgresql" else None

    def trigger_names(self) -> list[str]:
        """This will name the triggers that stand for this constraint on SQLite."""
        return [f"{self.name}_insert", f"{self.name}_update"]

    def _column(self, model: Any) -> str:
        return str(model._meta.get_field(self.owner).column)

    def _trigger(self, model: Any, schema_editor: Any, when: str) -> Statement:
        return Statement(
            'CREATE TRIGGER "%(name)s" AFTER %(when)s ON %(table)s '
            "WHEN NEW.live AND NEW.%(owner)s IS NOT NULL BEGIN "
            "SELECT RAISE(ABORT, 'constraint %(constraint)s') WHERE EXISTS (SELECT 1 FROM %(table)s AS other "
            "WHERE other.business_id = NEW.business_id AND other.%(owner)s = NEW.%(owner)s AND other.live "
            "AND other.busy_from < NEW.busy_until AND other.busy_until > NEW.busy_from "
            "AND other.busy_from > NEW.busy_from - %(longest)s AND other.id <> NEW.id); END",
            name=f"{self.name}_{when[:6].lower()}",
            when=when,
            table=Table(model._meta.db_table, schema_editor.quote_name),
            owner=self._column(model),
            constraint=self.name,
            longest=LONGEST_MINUTES,
        )
