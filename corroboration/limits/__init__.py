"""Limits that hold for all threads, processes and machines at once: of the API, and of tries at passwords and codes."""
