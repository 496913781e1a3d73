"""Who speaks: one name for many spellings, and outcomes into reliability. Pure."""
