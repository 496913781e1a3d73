"""The server's application."""

import gc
import importlib
import sys


def test_what_is_loaded_at_the_start_is_put_aside_from_the_garbage_collector():
    gc.unfreeze()  # whatever another test has put aside
    gc.collect()
    there = len(gc.get_objects())
    try:
        sys.modules.pop("config.wsgi", None)
        importlib.import_module("config.wsgi")
        assert gc.get_freeze_count() > 0.9 * there
    finally:
        gc.unfreeze()
