"""News told to other programs: what changed since they last knew, which of them it concerns, and its delivery.

known.py  -> how things stood before they were worked on
news.py   -> what is otherwise now
outbox.py -> a notice of each, and a delivery to every webhook that listens for it
deliveries.py -> sent, signed, again and again until it is received
"""
