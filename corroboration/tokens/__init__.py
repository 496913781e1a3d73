"""Tokens: with one, a program acts for a person, with no more than the role that the token was given."""
