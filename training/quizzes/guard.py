"""The database's own guard over versions: nothing changes their content, and none with attempts is deleted.

Triggers, on SQLite and on PostgreSQL. SQLite loses them where a migration makes the table anew, so they are
put back after every migration.
"""

from django.db import connections

TABLE = "quizzes_quizversion"
COLUMNS = ("title", "number", "content", "content_hash", "published_at", "meaning_unchanged")
REFUSAL = "A version of a quiz is never changed"
DELETION = "A version of a quiz with attempts is never deleted"


def _changed(operator: str) -> str:
    changed = " OR ".join(f"NEW.{name} {operator} OLD.{name}" for name in COLUMNS)
    return f"{changed} OR (NEW.quiz_id IS NOT NULL AND NEW.quiz_id {operator} OLD.quiz_id)"


_HAS_ATTEMPTS = "EXISTS (SELECT 1 FROM quizzes_quizattempt WHERE version_id = OLD.id)"

SQLITE = [
    "DROP TRIGGER IF EXISTS quizversion_unchanged",
    "DROP TRIGGER IF EXISTS quizversion_kept",
    f"CREATE TRIGGER quizversion_unchanged BEFORE UPDATE ON {TABLE} FOR EACH ROW "
    f"WHEN {_changed('IS NOT')} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER quizversion_kept BEFORE DELETE ON {TABLE} FOR EACH ROW "
    f"WHEN {_HAS_ATTEMPTS} BEGIN SELECT RAISE(ABORT, '{DELETION}'); END",
]
POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION quizversion_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF {_HAS_ATTEMPTS} THEN
                RAISE EXCEPTION '{DELETION}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF {_changed("IS DISTINCT FROM")} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    f"DROP TRIGGER IF EXISTS quizversion_guard ON {TABLE}",
    f"CREATE TRIGGER quizversion_guard BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION quizversion_guard()",
]
BY_VENDOR = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def put_up(connection) -> None:
    """Make the triggers, in place of those that may be there."""
    with connection.cursor() as cursor:
        for statement in BY_VENDOR[connection.vendor]:
            cursor.execute(statement)


def answer_migration(sender, using: str, **kwargs) -> None:
    """Put the triggers back after a migration, once their tables are there."""
    connection = connections[using]
    if {TABLE, "quizzes_quizattempt"} <= set(connection.introspection.table_names()):
        put_up(connection)
