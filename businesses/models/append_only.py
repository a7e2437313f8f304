"""The schema's own refusal to change what was written down, the same on PostgreSQL and on SQLite."""

from typing import Any

from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

# Of a row that may not go yet: it is too young, and the business that it tells of is still there.
_STAYS = "OLD.occurred_at > {since} AND EXISTS (SELECT 1 FROM businesses_business WHERE id = OLD.business_id)"
_UPDATE = "CREATE TRIGGER %(name)s BEFORE UPDATE ON %(table)s"
_DELETE = "CREATE TRIGGER %(name)s BEFORE DELETE ON %(table)s"


class AppendOnly(BaseConstraint):
    """This will refuse every UPDATE, and every DELETE of a row whose `occurred_at` is less than `days` ago.

    There is no way round it but age, by the clock of the database, and no switch that turns it off. The rows of a
    business that is gone may go. The error is an `IntegrityError` whose text carries the constraint's name.
    """

    def __init__(self, *, name: str, days: int) -> None:
        super().__init__(name=name)
        self.days = days

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """This will describe the constraint in a migration by what it was made from."""
        return "businesses.models.append_only.AppendOnly", (), {"name": self.name, "days": self.days}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.days))

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """This will leave the refusal to the database."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """This will put the triggers behind CREATE TABLE; on SQLite so whenever the table is rebuilt."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """This will add the triggers to a table that exists; SQLite rebuilds the table instead."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """This will drop the triggers; SQLite rebuilds the table instead, which drops them."""
        if schema_editor.connection.vendor != "postgresql":
            return None
        return Statement("DROP FUNCTION %(name)s() CASCADE", name=schema_editor.quote_name(self.name))

    def _statements(self, model: Any, schema_editor: Any) -> list[Statement]:
        if schema_editor.connection.vendor == "postgresql":
            stays = _STAYS.format(since=f"now() - interval '{self.days} days'")
            return self._on_postgresql(model, schema_editor, stays)
        stays = _STAYS.format(since=f"datetime('now', '-{self.days} days')")
        refuse = f" BEGIN SELECT RAISE(ABORT, 'constraint {self.name}'); END"
        return [
            self._trigger(model, schema_editor, "update", _UPDATE + refuse),
            self._trigger(model, schema_editor, "delete", f"{_DELETE} WHEN {stays}{refuse}"),
        ]

    def _on_postgresql(self, model: Any, schema_editor: Any, stays: str) -> list[Statement]:
        body = (
            "CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' OR {stays} THEN RAISE 'constraint {self.name}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$"
        )
        run = f" FOR EACH ROW EXECUTE FUNCTION {schema_editor.quote_name(self.name)}()"
        return [
            Statement(body, name=schema_editor.quote_name(self.name)),
            self._trigger(model, schema_editor, "update", _UPDATE + run),
            self._trigger(model, schema_editor, "delete", _DELETE + run),
        ]

    def _trigger(self, model: Any, schema_editor: Any, when: str, template: str) -> Statement:
        quote = schema_editor.quote_name
        return Statement(template, name=quote(f"{self.name}_{when}"), table=Table(model._meta.db_table, quote))
