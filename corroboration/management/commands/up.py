"""`manage.py up`: the whole app on one machine, as `./run` starts it."""

import secrets
import socket
import sys
import threading
import urllib.request
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from claims.models import Article
from corroboration import roles, sample
from corroboration.audit.commands import record
from corroboration.filing import numbered_lines
from corroboration.ingestion import accept, parse_line
from corroboration.roles import Role
from corroboration.supervisor import Supervisor, children
from corroboration.waiting import until_settled
from sources.services import load_shipped

DEMO_USERS = {"admin": Role.ADMIN, "factchecker": Role.FACT_CHECKER, "reader": Role.READER}
START_SECONDS = 60


class Command(BaseCommand):
    help = "Start web server, workers and beat under one supervisor, with the sample articles. Ctrl-C stops them all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=settings.WORKERS, help="worker processes")
        parser.add_argument("--no-sample", action="store_true", help="start without the sample articles")

    def handle(self, *args: Any, host: str, port: int, workers: int, no_sample: bool, **options: Any) -> None:
        _check_port(host, port)
        call_command("migrate", verbosity=0)
        load_shipped()
        if made := _demo_users():
            record("up", detail="demo users made")
        for line in made:
            self.stdout.write(line)
        if not no_sample and not Article.objects.exists():
            self.take_in_sample()
        connection.close()  # the children open their own
        self.address = f"http://{host}:{port}/"
        supervisor = Supervisor(children(host, port, workers))
        supervisor.run(meanwhile=lambda: threading.Thread(target=self.announce, daemon=True).start())

    def take_in_sample(self) -> None:
        """The sample goes the way of every article: accepted here, processed by the workers."""
        accepted = [accept(parse_line(line.raw)) for line in numbered_lines(sample.files())]
        self.stdout.write(f"{len(accepted)} sample articles taken in; the workers process them now.")

    def announce(self) -> None:
        """Say when the address answers, and how far the articles are."""
        for _ in range(START_SECONDS * 2):
            try:
                urllib.request.urlopen(self.address, timeout=5).close()  # noqa: S310 (our own)
                break
            except OSError:
                threading.Event().wait(0.5)
        self.stdout.write(f"\nSecond Source answers on {self.address} (Ctrl-C stops it)\n")
        sys.stdout.flush()
        until_settled(lend_a_hand=False)
        self.stdout.write(f"All articles are settled: {self.address}")
        connection.close()


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"{host}:{port}: {error.strerror}. Choose another with PORT=8001 ./run") from error


@transaction.atomic
def _demo_users() -> list[str]:
    """Make the demo users at first start, each with a password of its own, shown once. Returns the lines to print."""
    users = get_user_model().objects
    if users.exists():
        return []
    lines = ["Demo users, made now; their passwords are shown this once:"]
    for name, role in DEMO_USERS.items():
        password = secrets.token_urlsafe(12)
        roles.give(users.create_user(name, password=password), role)
        lines.append(f"  {name:12} {password}")
    return lines
