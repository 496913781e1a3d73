"""`manage.py relate FILE`: how pairs of free statements stand to each other."""

from typing import Any

from corroboration import statements
from corroboration.engine.stance import relate_statements
from corroboration.formats import to_json
from corroboration.management.statements import StatementsCommand


class Command(StatementsCommand):
    help = (
        "Read pairs (id, left, right, optional left_date, right_date); write id, relation (null when neither), type "
        "and reasons of each, storing nothing."
    )
    texts = ("left", "right")
    dates = ("left_date", "right_date")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        for line in self.good_lines(files):
            left = statements.telling("left", line["left"], line["left_date"])
            right = statements.telling("right", line["right"], line["right_date"])
            finding = relate_statements(left, right)
            answer = {
                "id": line["id"],
                "relation": finding.stance.value if finding else None,
                "type": finding.type if finding else None,
                "reasons": list(finding.reasons) if finding else [],
            }
            self.stdout.write(to_json(answer))
        self.complain()
