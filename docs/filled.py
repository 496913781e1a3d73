"""A fresh instance with the sample, and somebody who has decided a little: what the pictures and examples show."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command

DECIDED = datetime(2017, 3, 20, 9, 30, tzinfo=UTC)


def fill() -> None:
    """The sample, read and settled, and somebody who has decided a little about it."""
    from django.contrib.auth import get_user_model

    from corroboration import decisions, pipeline
    from corroboration.models import Cluster, Decision
    from corroboration.roles import Role, give

    call_command("migrate", verbosity=0)
    call_command("ingest", str(Path(__file__).resolve().parent.parent / "sample" / "palmyra.ndjson"), wait=True)
    vera = get_user_model().objects.create_user("vera")
    give(vera, Role.ADMIN)
    second = Cluster.objects.order_by("-attention", "public_id")[1]
    claims = [member.claim for member in second.memberships.filter(copy_of=None).order_by("claim")]
    verdict = {"rating": 0.75, "verdict": "mostly true"}
    reason = "Two reports of people who were there agree, but for the hour."
    decisions.decide(Decision.Kind.VERDICT, claims[:1], by=vera, now=DECIDED, value=verdict, reason=reason)
    note = "The monitor's list is due on Thursday: look again then."
    decisions.decide(Decision.Kind.NOTE, claims[:1], by=vera, now=DECIDED, reason=note)
    while pipeline.finish():
        pass
