"""Where statements come from."""

from collections import Counter

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..compiled import compiled
from . import texts
from .languages import LANGUAGE_CHOICES, reading
from .periods import date_and_precision, precision_is_given
from .prefetched import set_prefetched
from .visibility import DraftQuerySet, draft_field


class SourceQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def cited_by(self, citing):
        """Those that one of the records of citing() cites."""
        cited = Q()
        for records, field in citing.values():
            if records.model._meta.get_field(field).many_to_many:
                cited |= Exists(records.filter(**{field: OuterRef("pk")}))
            else:
                # Not Exists: some of these columns have no index, so one pass over them must do.
                cited |= Q(pk__in=records.filter(**{f"{field}__isnull": False}).values(field))
        return self.filter(cited)


def citing(*, public):
    """{name: (records of one kind that cite sources, their field that leads there)}, only public ones or all.

    By the names of the reverse relations of Source; the queryset of whatever cites sources says what is public.
    """
    found = {}
    for relation in Source._meta.related_objects:
        records = relation.related_model.objects
        found[relation.related_name] = (records.public() if public else records.all(), relation.field.name)
    return found


def fetch_sources(*groups, single=()):
    """Fetches the `sources` of records of several models; each of `groups` holds records of one model.

    `single` are (record, name of a foreign key to a source), which is fetched, too.
    """
    groups = [group for group in map(list, groups) if group]
    relations = [group[0]._meta.get_field("sources").related_query_name() for group in groups]
    keys = [[record.pk for record in group] for group in groups]
    single = [(record, name, key) for record, name in single if (key := getattr(record, f"{name}_id"))]
    if single:
        relations.append("pk")
        keys.append([key for _record, _name, key in single])
    found = {}
    for source in _sources_of(*keys, relations=tuple(relations)) if relations else ():
        found.setdefault((source.group, source.record), []).append(source)
    for number, group in enumerate(groups):
        for record in group:
            set_prefetched(record, "sources", found.get((number, record.pk), []))
    for record, name, key in single:
        setattr(record, name, found[len(groups), key][0])


@compiled
def _sources_of(*records, relations):
    """The sources that each of `records`, keys of several kinds, cites by one of `ways` each, with both as numbers."""
    parts = [
        reading(
            Source.objects.filter(**{f"{relation}__in": keys})
            .order_by()
            .annotate(group=Value(number, models.IntegerField()), record=F(relation)),
            *("slug", "kind", "title", "language", "publisher", "published_on", "published_on_precision"),
        )
        for number, (keys, relation) in enumerate(zip(records, relations, strict=True))
    ]
    return parts[0].union(*parts[1:], all=True).order_by("kind", "title", "slug")


def source_of_file(name, *, to_staff):
    """The source that is the file `name` of the source documents; None where it is not on record."""
    return next(iter(_sources_of_file(name, to_staff=to_staff)), None)


@compiled
def _sources_of_file(name, *, to_staff):
    return Source.objects.visible(to_staff=to_staff).filter(file_name=name)


def citation_counts(*, public):
    """{source: how many records cite it}, only public ones or all."""
    counts = Counter()
    for source, number in _citation_counts(public=public):
        counts[source] += number
    return counts


@compiled
def _citation_counts(*, public):
    parts = [
        records.filter(**{f"{field}__isnull": False}).order_by().values_list(field).annotate(number=Count("pk"))
        for records, field in citing(public=public).values()
    ]
    # The union would be in the order of its first model again, by a column that it doesn't have.
    return parts[0].union(*parts[1:], all=True).order_by()


class Source(models.Model):
    """A document or page that statements of the directory rest on."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("source document")
        PAGE = "page", _("web page")
        GENERAL_KNOWLEDGE = "general_knowledge", _("general knowledge")

    slug = texts.SlugField(_("slug"), max_length=120, unique=True, help_text=_("Its permanent address."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = texts.CharField(
        _("title"),
        max_length=500,
        help_text=_("The public sees it wherever the source is cited. Not translated."),
    )
    language = models.CharField(_("language of the title"), max_length=2, default="en", choices=LANGUAGE_CHOICES)
    publisher = texts.CharField(_("publisher"), max_length=200, blank=True)
    url = texts.URLField(_("address"), max_length=500, blank=True)
    file_name = texts.CharField(_("file name"), max_length=200, blank=True)
    published_on, published_on_precision = date_and_precision(_("published on"))
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown on the page of the source."))
    draft = draft_field()

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            precision_is_given("source_published_precision", "published_on"),
            models.UniqueConstraint(
                name="source_url_once",
                fields=["url"],
                condition=~Q(url=""),
                violation_error_message=_("There is a source with this address already."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("orgunits:source_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)
