"""Asking other people's servers: only public addresses, within bounds, and politely."""
