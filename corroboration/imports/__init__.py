"""Files as doors: NDJSON, CSV, web archives and folders taken in as articles, resumably (start at taking.py)."""
