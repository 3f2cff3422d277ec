"""Structures in the admin: their addresses."""

from django.urls import reverse


def url_of(structure, page="change"):
    return reverse(f"admin:orgunits_structure_{page}", args=[structure.pk])
