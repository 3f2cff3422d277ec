"""People: which appointments are of one person, since a name alone doesn't say so."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from . import texts
from .folding import FoldedField, fold
from .sorting import SortKeys
from .visibility import DraftQuerySet, draft_field


class PersonQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def in_posts(self, *, to_staff):
        """Of those that the reader may see, the ones with an appointment that the reader may see."""
        held = Person._meta.get_field("appointments").related_model.objects.seen(to_staff=to_staff)
        return self.visible(to_staff=to_staff).filter(Exists(held.filter(person=OuterRef("pk"))))

    def alike(self, name, *, but=None):
        """Those of this name, accents and case aside, the one of the key `but` left out."""
        return self.filter(folded=fold(name)).exclude(pk=but).order_by("pk")

    def free_slug(self, name):
        stem = slugify(name)[:100].strip("-") or "person"
        taken = set(self.filter(slug__startswith=stem).values_list("slug", flat=True))
        slugs = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
        return next(slug for slug in slugs if slug not in taken)


class Person(models.Model):
    """Somebody who was appointed. Two of one name are two, distinguished by their posts and, where needed, in words."""

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True)
    name = texts.CharField(_("name"), max_length=200, help_text=_("Each appointment keeps the name of its source."))
    distinction = texts.CharField(
        _("distinguished by"),
        max_length=100,
        blank=True,
        help_text=_("If others have the same name: a country, a profession or years. Shown in brackets after it."),
    )
    by_name = models.BooleanField(
        _("one person by name alone"),
        default=False,
        help_text=_("No source says that the appointments are of the same person; only the names match."),
    )
    draft = draft_field()
    folded = FoldedField(of=["name"])
    sort_key = SortKeys(of=["name"])

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return f"{self.name} ({self.distinction})" if self.distinction else self.name

    def natural_key(self):
        return (self.slug,)
