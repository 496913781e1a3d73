"""What a fact-checker can decide at the desk."""

from django.db import migrations, models

KINDS = [
    ("same-event", "same event"),
    ("different-event", "different event"),
    ("split", "split off"),
    ("verdict", "verdict"),
    ("independence", "independence"),
    ("relation", "relation"),
    ("attribution", "attribution"),
    ("not-a-claim", "not a claim"),
    ("note", "note"),
    ("assign", "assignment"),
    ("reviewed", "reviewed"),
    ("undo", "undo"),
]


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0015_retracted_status")]

    operations = [migrations.AlterField("decision", "kind", models.CharField(choices=KINDS, max_length=20))]
