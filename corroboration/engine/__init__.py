"""What holds up: claims in, judgements out. Pure: no Django, no clock, no network, no settings."""
