"""A client of Second Source: who said what, whether it was borne out, and what that says of the source."""

from second_source_client.client import Client, StillWorking
from second_source_client.problems import Changed, Problem, Truncated
from second_source_client.transport import Answer

__all__ = ["Answer", "Changed", "Client", "Problem", "StillWorking", "Truncated"]
