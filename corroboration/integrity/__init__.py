"""Whether what is stored adds up: faults that no constraint of the database can refuse, and how each is mended.

Nothing here is a part of working; it finds what a damaged disk, a slip at the database's own prompt or an error of
ours left behind. Everything is read in pieces, so that memory stays flat however much is stored.
"""
