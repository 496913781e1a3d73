"""What is drawn at random, and what time it is, when examples are made: the same at each run."""

import subprocess
import sys

DRAW = """
from docs import steady
steady.stand_still()
from secrets import token_hex
from uuid import uuid4
from django.utils import timezone
uuid4()
steady.draw_anew("webhooks_create")
print(uuid4(), token_hex(8), timezone.now())
steady.draw_anew("webhooks_list")
print(uuid4())
"""


def drawn() -> list[str]:
    run = subprocess.run([sys.executable, "-c", DRAW], capture_output=True, text=True, check=True)
    return run.stdout.split("\n")


def test_two_runs_draw_the_same_and_no_two_things_are_drawn_alike():
    first, second = drawn(), drawn()
    assert first == second
    assert first[0].split()[0] != first[1]
