"""Where the id of a cluster that is no longer in use leads."""

from corroboration.models import Redirect

REDIRECTS_FOLLOWED = 20  # a chain of merges longer than this is a loop


def current_id(old_id: str) -> str | None:
    """Where a public id that is no longer in use leads now; None when it leads nowhere."""
    here = old_id
    for _ in range(REDIRECTS_FOLLOWED):
        step = Redirect.objects.filter(old_id=here).order_by("-since", "-pk").values_list("new_id", flat=True).first()
        if step is None:
            return here if here != old_id else None
        here = step
    return None
