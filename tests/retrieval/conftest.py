"""The pages of this area are held to what all pages are held to."""

from tests.pages.conftest import strict_templates, world

__all__ = ["strict_templates", "world"]
