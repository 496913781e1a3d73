"""What is said: text in, claims out. Pure: no Django, no clock, no network, no settings."""
