"""Rows that strangers wrote, every word of them an attack: planted past all forms, straight into the database."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from claims.models import Article, Claim
from tests import factories

ELSEWHERE = "//elsewhere.example"
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)><script>alert(1)</script></svg>',
    "' autofocus onfocus=alert(1) x='",
    f"<script src={ELSEWHERE}/x.js></script><link rel=stylesheet href={ELSEWHERE}/x.css>",
    f"<img src={ELSEWHERE}/pixel><iframe src=javascript:alert(1)></iframe>",
    f"<style>*{{background:url({ELSEWHERE}/x)}}</style><b style='position:fixed;inset:0'>x</b>",
    "</title></textarea></script><script>alert(1)</script>",
    f"<base href={ELSEWHERE}/><form action={ELSEWHERE}/><button formaction=javascript:alert(1)>ok</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "{{ 7|add:7 }}{% debug %}{{ settings.SECRET_KEY }}${alert(1)}",
    '"}</script><script>alert(1)</script>{"a":"',
    "\u202egnp.exe\u2066<!-- ]]> -->\u2028alert(1)//",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<details open ontoggle=alert(1)><a href=javascript:alert(1)>x</a></details>",
    "<button hx-get=/admin/ hx-trigger=load hx-on:load=alert(1) data-hx-get=/admin/>x</button>",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(document.domain)//https://a.example/",
    " \x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//elsewhere.example/x",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/'><script>alert(1)</script>",
)
# By these rows are found, divided or reckoned with: a stranger has no say in them.
KEYS = {
    *("public_id", "slug", "external_id", "text_hash", "text", "words_hash", "identity", "key", "fingerprint"),
    *("place_id", "state", "slot", "wire_source", "language", "country", "letter", "folded", "codename", "digest"),
    *("token_key", "password", "salt", "former_salt", "parent", "article", "claim", "cluster", "content", "topic"),
    *("content_hash", "body_hash", "speaks_for", "updated_as", "voice", "role", "kind", "partner", "by", "status"),
    *("source", "thing", "value", "root", "stamp", "old_id", "new_id", "first", "number_context", "about", "rejects"),
}
WORDS = {"reasons", "evidence", "notes", "aliases", "appearances", "names"}  # lists of words in JSON
OURS = ("claims", "sources", "corroboration", "auth")


def plant() -> int:
    """Put an attack in place of each word of each row that there is. Returns how many columns were planted."""
    attacks, addresses, columns = cycle(PAYLOADS), cycle(ADDRESSES), 0
    with rules_off():
        for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
            fields = [field for field in model._meta.concrete_fields if is_planted(field)]
            columns += len(fields)
            for number, row in enumerate(model._base_manager.all()):
                values = {field.name: _attack(field, attacks, addresses, number) for field in fields}
                for name, value in values.items():
                    with suppress(IntegrityError), transaction.atomic():  # what the database itself refuses
                        model._base_manager.filter(pk=row.pk).update(**{name: value})
    return columns


def is_planted(field: models.Field) -> bool:
    if isinstance(field, models.JSONField):
        return field.name in WORDS
    textual = isinstance(field, models.CharField | models.TextField)
    foreign = field.model._meta.app_label == "auth" and field.model._meta.model_name != "user"
    return textual and not foreign and not field.choices and not field.primary_key and field.name not in KEYS


def _attack(field: models.Field, attacks: Iterator[str], addresses: Iterator[str], number: int):
    if isinstance(field, models.JSONField):
        return [next(addresses if field.name == "appearances" else attacks)]
    chosen = next(addresses if isinstance(field, models.URLField) or field.name in ("url", "license") else attacks)
    if field.unique:
        chosen = f"{chosen[: (field.max_length or 100) - 6]}{number:06}"
    return chosen[: field.max_length]


def plant_articles(outlet) -> tuple[Article, Claim]:
    """An article that is nothing but attacks, each of them a claim of a cluster."""
    text = "\n\n".join(f"{payload} He said so." for payload in PAYLOADS)
    article = factories.make_article(outlet, text, title=PAYLOADS[0], external_id="planted", url=ADDRESSES[0])
    claims = [
        factories.make_claim(article, payload, statement=payload, frame={"place": payload}, chain=[(outlet, payload)])
        for payload in PAYLOADS
    ]
    cluster = factories.make_cluster(
        claims,
        title=PAYLOADS[1],
        place=PAYLOADS[2],
        attention=1,
        attention_grounds=[["clash", PAYLOADS[3], 1.0]],
        origins=[{"source": outlet.slug, "name": PAYLOADS[4], "claims": [claim.public_id for claim in claims]}],
    )
    for claim in claims:
        factories.make_assessment(claim, reasons=[PAYLOADS[5]])
    factories.make_findable(*claims)
    factories.make_cluster_findable(cluster)
    factories.make_decision(
        claims[:1], kind="verdict", reason=PAYLOADS[6], value={"verdict": "false", "links": list(ADDRESSES)}
    )
    return article, claims[0]


@contextmanager
def rules_off() -> Iterator[None]:
    """Lets what is only ever added to be written over, meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)
