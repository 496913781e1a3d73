"""The door for people: a page's address, its HTML, or a text, with what is known of it."""
