"""`manage.py match FILE`: which free statements speak of one event."""

from typing import Any

from corroboration import statements
from corroboration.engine.statements import group_statements
from corroboration.formats import to_json
from corroboration.management.statements import StatementsCommand


class Command(StatementsCommand):
    help = "Read statements (id, text, optional date); write id and cluster of each, storing nothing."
    texts = ("text",)
    dates = ("date",)

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        ids, tellings = [], []
        for number, line in enumerate(self.good_lines(files)):
            ids.append(line["id"])
            # The engine orders equal dates by id; the place in the file makes ids that are unique and in that order.
            tellings.append(statements.telling(f"{number:09}", line["text"], line["date"]))
        clusters = group_statements(tellings)
        for id, telling in zip(ids, tellings, strict=True):
            self.stdout.write(to_json({"id": id, "cluster": clusters[telling.id]}))
        self.complain()
