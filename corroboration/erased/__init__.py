"""Texts that were taken down: the tombstones, what is kept beside them, and what refuses their return."""
