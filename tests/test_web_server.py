"""gunicorn.conf.py says what gunicorn knows, and its lines hold ids and no words."""

import re
import runpy
from pathlib import Path

from gunicorn.config import Config

ROOT = Path(__file__).resolve().parent.parent
SAID = {name: value for name, value in runpy.run_path(str(ROOT / "gunicorn.conf.py")).items() if name[0] != "_"}


def test_gunicorn_knows_all_that_is_said():
    known = Config()
    for name, value in SAID.items():
        known.set(name, value)
    assert known.control_socket_disable is True


def test_a_line_names_its_request_and_leaves_out_the_query_and_whoever_sent_them_there():
    told = set(re.findall(r"%\((\{?[\w-]+\}?\w?)\)s", SAID["access_log_format"]))
    assert "{x-request-id}o" in told
    assert not told & {"r", "q", "f", "a", "u"}, "query, referrer, browser, name"
