"""Does the API do what its published schema says, and refuse what it doesn't? schemathesis asks a real server.

    python -m tests.conformance [--seconds 600] [--seed 1]

All of its checks are on; that what is well formed is taken is held for reads (hooks.py). The server is gunicorn on a
database of its own with the sample; the client is an admin.
"""
