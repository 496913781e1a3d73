"""One cluster as its page shows it. The place to start reading is page.py."""
