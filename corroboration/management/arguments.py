"""Arguments that several commands take."""

import argparse
from datetime import date

from corroboration.days import parse_day


def iso_day(text: str) -> date:
    """A day for argparse, which shows the message of this error and of no other."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
