"""The app as benchmarks/load.py serves it: with an empty view beside its own, behind the same middleware."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.loaded_urls"
PUBLIC_READ = True
