"""Records in the admin: their addresses."""

from django.urls import reverse


def url(model, page="changelist", *args):
    return reverse(f"admin:orgunits_{model}_{page}", args=args)
