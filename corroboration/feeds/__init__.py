"""Feeds: polled, read, and their entries taken in as articles. The place to start reading is polling.py."""
