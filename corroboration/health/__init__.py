"""How the system does: for orchestrators (probes), for Prometheus (metrics), and for a person in words (findings)."""
