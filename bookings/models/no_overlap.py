"""The schema's own refusal to sell a time twice, the same on PostgreSQL and on SQLite."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Func, IntegerField, Q, Value

LONGEST_MINUTES = 10080  # a busy time is no longer than this (checked by the schema): it bounds every index range


# Of two rows whose busy times overlap, whether the minutes beside their free ones do, too. The first minute that both
# take is one in which one of them begins, or goes on after a free time.
_MEET = (
    "(NEW.{beside} IS NULL AND other.{beside} IS NULL OR EXISTS (SELECT 1 FROM ("
    "SELECT NEW.busy_from AS minute UNION ALL SELECT other.busy_from "
    "UNION ALL SELECT json_extract(value, '$[1]') FROM json_each(NEW.{beside}) "
    "UNION ALL SELECT json_extract(value, '$[1]') FROM json_each(other.{beside})) AS edge "
    "WHERE edge.minute >= max(NEW.busy_from, other.busy_from) "
    "AND edge.minute < min(NEW.busy_until, other.busy_until) AND NOT EXISTS (SELECT 1 FROM ("
    "SELECT value FROM json_each(NEW.{beside}) UNION ALL SELECT value FROM json_each(other.{beside})) AS free "
    "WHERE edge.minute >= json_extract(free.value, '$[0]') AND edge.minute < json_extract(free.value, '$[1]'))))"
)


class _MinuteRange(Func):
    function = "int4range"
    output_field = IntegerField()


class _Ranges(Func):
    function = "int4multirange"


class _Beside(Func):
    """A range of minutes without those of a column, which may be null."""

    template = "(%(expressions)s, '{}'::int4multirange))"
    arg_joiner = " - coalesce("
    output_field = IntegerField()


class NoOverlap(ExclusionConstraint):
    """This will refuse two live rows of one owner whose busy minutes overlap; ranges that touch are fine.

    `beside` names a column with times in which the owner is free meanwhile: only the minutes without these count.

    PostgreSQL gets an exclusion constraint. SQLite has none, so the table gets two triggers that say the same; they
    are made with the table, and so again whenever a later migration rebuilds it. Either way the error is an
    `IntegrityError` whose text carries the constraint's name.
    """

    def __init__(self, *, name: str, owner: str, beside: str = "") -> None:
        self.owner, self.beside = owner, beside
        minutes: Func = _MinuteRange(F("busy_from"), F("busy_until"), Value("[)"))
        if beside:
            minutes = _Beside(_Ranges(minutes), F(beside))
        super().__init__(
            name=name,
            expressions=[
                (F("business"), "="),
                (F(owner), "="),
                (minutes, "&&"),
            ],
            condition=Q(live=True),
        )

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """This will describe the constraint in a migration by what it was made from."""
        given = {"name": self.name, "owner": self.owner, **({"beside": self.beside} if self.beside else {})}
        return "bookings.models.no_overlap.NoOverlap", (), given

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """This will leave the refusal to the database: a form cannot know it before the write."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """This will give the clause inside CREATE TABLE, or put the triggers behind it."""
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        columns = ", ".join([self._column(model), "busy_from", "busy_until", "live", *filter(None, [self.beside])])
        for when in ("INSERT", f"UPDATE OF {columns}"):
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
            "AND other.busy_from > NEW.busy_from - %(longest)s AND other.id <> NEW.id%(meet)s); END",
            name=f"{self.name}_{when[:6].lower()}",
            when=when,
            table=Table(model._meta.db_table, schema_editor.quote_name),
            owner=self._column(model),
            constraint=self.name,
            longest=LONGEST_MINUTES,
            meet=f" AND {_MEET.format(beside=self.beside)}" if self.beside else "",
        )
