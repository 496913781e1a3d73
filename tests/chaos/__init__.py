"""The whole app under blows: killed, frozen, starved and set back in time, while articles, decisions and feeds arrive.

`python -m tests.chaos` (or `make chaos`) is the long form, `--kills 5` a short one. The figures are in
docs/reliability.md.
"""
