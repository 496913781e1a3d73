"""The gazetteer and the actor lists: what an admin changes of them is followed."""

from django.contrib import admin

from claims.admin import ActorAdmin, PlaceAdmin
from claims.models import Actor, Place
from corroboration.admin.followed import FollowedAdmin


@admin.register(Place)
class FollowedPlaceAdmin(FollowedAdmin, PlaceAdmin):
    """Articles that have one of its names, or one of what lies in it, are read again."""


@admin.register(Actor)
class FollowedActorAdmin(FollowedAdmin, ActorAdmin):
    """Articles that have one of its names, or one of what belongs to it, are read again."""
