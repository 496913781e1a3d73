"""All addresses: pages, API, admin."""

urlpatterns: list = []
