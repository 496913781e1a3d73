"""The app's settings, with the time limits of the default lease: a short one is no reason to hurry slow machines."""

from config.settings import *  # noqa: F403

CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 180, 240
