"""The REST API: what other programs ask, and what they hand in. urls.py lists its addresses."""
