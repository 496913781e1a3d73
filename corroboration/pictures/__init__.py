"""Pictures drawn on the server: plain values in, safe markup out. They need no script, ask for nothing, and print.

Colours come from classes of static/pictures.css, so that they follow light and dark; nothing is styled inline.
"""
