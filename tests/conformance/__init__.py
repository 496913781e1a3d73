"""Does the API do what its published schema says, and refuse what it doesn't? schemathesis asks a real server.

    python -m tests.conformance [--seconds 600] [--seed 1]

All of its checks are on. The server is gunicorn on a database of its own with the sample; the client is an admin.
"""
