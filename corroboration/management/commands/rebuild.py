"""`manage.py rebuild`: everything derived, made anew from articles and decisions alone."""

import json
import time
from typing import Any

from django.utils import timezone

from claims.models import Claim
from corroboration import rebuilding
from corroboration.management.base import DatabaseCommand
from corroboration.models import Cluster
from corroboration.waiting import until_settled


class Command(DatabaseCommand):
    help = "Delete everything derived (claims, clusters, relations, scores) and work it out again. Returns when done."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        articles = rebuilding.forget(now=timezone.now())
        until_settled()
        found = {"articles": articles, "claims": Claim.objects.count(), "clusters": Cluster.objects.count()}
        self.stdout.write(json.dumps(found | {"seconds": round(time.monotonic() - started, 2)}))
