"""What the parser made of texts, kept for the next outlet that carries them."""

from django.db import models


class KeptParse(models.Model):
    """The trees of one text as the parser gave them. A cache: without it the same comes out, later."""

    key = models.CharField(max_length=64, unique=True, help_text="Hash of the parser's version and the text it saw.")
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.key
