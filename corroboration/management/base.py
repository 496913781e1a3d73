"""What all commands that need the database share."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class DatabaseCommand(BaseCommand):
    """A command that says so, before it does anything, where the database is away or lacks its tables."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        """In place of Django's notice, after which the command would run into a missing table. Takes 50 ms."""
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(f"The database can't be reached: {str(error).splitlines()[0]}") from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not set up: run `manage.py migrate` first")


class AnyStateCommand(DatabaseCommand):
    """One that also works on a database without tables, with those of another version, or a damaged one; if only it
    answers."""

    def check_migrations(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database can't be reached: {str(error).splitlines()[0]}") from error
        except DatabaseError:
            return  # damaged: what can't be done with it says the command itself
