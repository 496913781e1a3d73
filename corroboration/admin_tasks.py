"""The admin's lists sorted by what people come for, each with what it is in a line."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

Apps = list[dict[str, Any]]

# task -> "app.Model" -> what it is
TASKS = {
    "Sources": {
        "sources.Source": "Outlets and other sources: their names, owners and families, whom they speak for.",
        "sources.SourceMerge": "Sources found to be one and the same: who found it, why, and how to undo it.",
        "sources.Reply": "What sources say themselves, shown on their pages: entered and withdrawn, never edited.",
        "sources.Feed": "Addresses where outlets publish: how each does, and where more come from.",
    },
    "Reference data": {
        "claims.Place": "Places beside those that are shipped, or in their place.",
        "claims.Actor": "Who acts in the news: forces, armed groups, bodies.",
        "sources.Grading": "The half-life of evidence, and what each letter takes. The newest counts.",
    },
    "Work": {
        "claims.Article": "Articles as they were received, and how far they have come.",
        "corroboration.Retrieval": "Pages asked for by their address: what became of each, and those set aside.",
        "corroboration.Page": "Pages looked at again after they were taken in, and what each look found.",
        "corroboration.Host": "Servers of others: when each may be asked again, and its robots.txt.",
        "corroboration.Takedown": "Texts that were erased for good: who had it done, when and why.",
        "corroboration.Decision": "What people decided. Whether each binds, and why not.",
    },
    "People": {
        "auth.User": "Who may log in, and what they may do.",
        "corroboration.AuditEvent": "Who wrote what, when and from where; who logged in, and who couldn’t.",
        "knox.AuthToken": "Programs that act in somebody’s name.",
        "corroboration.Webhook": "Programs that are told what changes: whose they are, and how they do.",
        "corroboration.Delivery": "What webhooks were sent and how they answered; what is still to come.",
    },
}
MADE = "Made by programs, to be looked at"


def by_task(apps: Apps) -> Apps:
    """The models of all apps under their tasks; what is listed nowhere is made by programs, or somebody else’s."""
    models = {f"{app['app_label']}.{model['object_name']}": model for app in apps for model in app["models"]}
    named = {name for listed in TASKS.values() for name in listed}
    sorted_ones = [
        _task(task, (models[name] | {"about": about} for name, about in listed.items() if name in models))
        for task, listed in TASKS.items()
    ]
    others = _task(MADE, (model | {"about": ""} for name, model in models.items() if name not in named))
    return [task for task in (*sorted_ones, others) if task["models"]]


def _task(name: str, models: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """In the shape of an app, which Django's templates take."""
    label = slugify(name)
    url = f"{reverse('admin:index')}#{label}"
    return {"name": name, "app_label": label, "app_url": url, "has_module_perms": True, "models": list(models)}
