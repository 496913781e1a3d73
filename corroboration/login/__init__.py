"""How a person gets in and stays in: password, second factor, session. Programs have tokens (corroboration/tokens)."""
