"""The server's application."""

import gc
import importlib
import sys


def test_what_is_loaded_at_the_start_is_put_aside_from_the_garbage_collector():
    before = gc.get_freeze_count()
    try:
        sys.modules.pop("config.wsgi", None)
        importlib.import_module("config.wsgi")
        assert gc.get_freeze_count() > before + 100_000
    finally:
        gc.unfreeze()
