"""Beat, which goes on when the clock is put back.

Celery's notes when each task ran last and waits from then on: after the clock was put back by an hour it would send
nothing for that hour, and without the sweep what a dead worker left waits as long.
"""

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    def tick(self, *args, **options) -> float:
        self._forget_the_future()
        return super().tick(*args, **options)

    def _forget_the_future(self) -> None:
        """Have what seems to have run later than now wait from now on; its place among the others is found anew."""
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at > entry.default_now()]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            self._heap = None
