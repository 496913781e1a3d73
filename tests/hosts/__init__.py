"""Several machines on one: each a network namespace with its own address and cable, which can be pulled.

`python -m tests.hosts` is the long form (root, Linux); test_hosts.py a short one.
"""
