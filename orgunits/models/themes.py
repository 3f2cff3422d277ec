"""What the units work on: themes, and the Organization's pillars."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import texts
from .folding import FoldedField, fold
from .instruments import LegalInstrument
from .languages import LANGUAGE_CHOICES
from .named import name_of
from .sources import Source
from .structure import is_seen_by_the_public
from .visibility import AlwaysPublicQuerySet, DraftQuerySet, VisibleQuerySet, draft_field


class ThemeQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def public(self):
        """Of those that no draft keeps to itself, the ones of a unit in some structure the public may see."""
        held = Theme._meta.get_field("placement_themes").related_model.objects.filter(theme=OuterRef("pk"))
        return super().public().filter(Exists(held.filter(is_seen_by_the_public("placement__structure__"))))

    def with_pages(self, *, to_staff):
        """Of those that the reader may see, the ones of a unit or of an agreement; of what staff see, all."""
        if to_staff:
            return self
        agreements = Theme._meta.get_field("agreements").related_model.objects.public()
        of_agreements = DraftQuerySet.public(self).filter(Exists(agreements.filter(themes=OuterRef("pk"))))
        return self.public() | of_agreements


class Theme(models.Model):
    """A thematic area, the same through the editions."""

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True)
    name = texts.CharField(_("name"), max_length=300, help_text=_("The public sees it on units and in filters."))
    draft = draft_field()
    folded = FoldedField(of=["name"])

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class ThemeLabelQuerySet(VisibleQuerySet):
    def get_by_natural_key(self, theme, language, text):
        return self.get(theme__slug=theme, language=language, folded=fold(text))

    def public(self):
        """Leaves out those of themes that the public doesn't know."""
        return self.filter(theme__in=Theme.objects.public().order_by().values("pk"))


class ThemeLabel(models.Model):
    """Another word for a theme, by which readers of a language look for it (skos:altLabel)."""

    class Basis(models.TextChoices):
        RECORDED = "recorded", _("recorded in a source")
        OURS = "ours", _("our term")

    theme = models.ForeignKey(Theme, models.CASCADE, verbose_name=_("theme"), related_name="labels", db_index=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    text = texts.CharField(_("text"), max_length=300, help_text=_("Another word by which people look for the theme."))
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source"),
        related_name="+",  # the page of a source counts what it lists, and lists no labels
        null=True,
        blank=True,
        help_text=_("Leave blank where the word is ours."),
    )
    folded = FoldedField(of=["text"])

    objects = ThemeLabelQuerySet.as_manager()

    class Meta:
        ordering = ["theme", "language", "text"]
        verbose_name = _("label of a theme")
        verbose_name_plural = _("labels of themes")
        constraints = [
            models.UniqueConstraint(
                name="theme_label_once",
                fields=["theme", "language", "folded"],
                violation_error_message=_("The theme already has this label."),
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        """Refuses what the constraint refuses: forms don't ask it, since they don't have the folded words."""
        folded = fold(self.text)
        if self.text and not folded:
            raise ValidationError({"text": _("Type a word with letters or digits.")})
        others = ThemeLabel.objects.filter(theme=self.theme_id, language=self.language, folded=folded)
        if other := others.exclude(pk=self.pk).first():
            raise ValidationError({"text": already_there(other.text)})

    def natural_key(self):
        return (*self.theme.natural_key(), self.language, self.text)

    natural_key.dependencies = ["orgunits.theme"]

    @property
    def basis(self):
        """What the label rests on: its source, where it has one, else nobody's word but ours."""
        return self.Basis.OURS if self.source_id is None else self.Basis.RECORDED


def already_there(text):
    """A sentence on two labels of a theme that accents, case and signs alone tell apart."""
    sentence = gettext("The theme already has this label, as “%(text)s”; accents and capitals don’t count.")
    return sentence % {"text": text}


class ThemeContinuationQuerySet(models.QuerySet):
    def get_by_natural_key(self, earlier, later):
        return self.get(earlier__slug=earlier, later__slug=later)

    def of_themes(self, themes):
        """Those from or to one of `themes`, with both."""
        return self.filter(Q(earlier__in=themes) | Q(later__in=themes)).select_related("earlier", "later")

    def about(self, theme):
        """Whether there is any from or to the theme of the outer query's column `theme`."""
        return Exists(self.filter(Q(earlier=OuterRef(theme)) | Q(later=OuterRef(theme))))

    def public(self):
        """Those of two themes that the public knows."""
        both = Q(pk=OuterRef("earlier")) | Q(pk=OuterRef("later"))
        hidden = Theme.objects.filter(both).exclude(pk__in=Theme.objects.public().order_by().values("pk"))
        return self.exclude(Exists(hidden))

    def known_to(self, user):
        """Without those of a theme that only a draft knows, but for staff; a theme that no edition has may lead on."""
        return self if user.is_staff else self.filter(earlier__draft__isnull=True, later__draft__isnull=True)

    def links(self):
        """{slug of a theme: {slug of one it continues in: whether that is inferred}}."""
        found = {}
        for earlier, later, basis in self.order_by("pk").values_list("earlier__slug", "later__slug", "basis"):
            found.setdefault(earlier, {})[later] = basis == ThemeContinuation.Basis.INFERRED
        return found


class ThemeContinuation(models.Model):
    """That the subject of a theme went on under another name in later editions."""

    class Basis(models.TextChoices):
        STATED = "stated", _("stated by a source")
        INFERRED = "inferred", _("inferred")

    earlier = models.ForeignKey(
        Theme, models.CASCADE, verbose_name=_("earlier theme"), related_name="continuations", db_index=False
    )
    later = models.ForeignKey(
        Theme,
        models.PROTECT,
        verbose_name=_("continued in"),
        related_name="continues",
        help_text=_("The public sees it with both themes."),
    )
    basis = models.CharField(_("basis"), max_length=8, choices=Basis, default=Basis.INFERRED)

    objects = ThemeContinuationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("continuation of a theme")
        verbose_name_plural = _("continuations of themes")
        constraints = [
            models.UniqueConstraint(
                name="theme_continuation_once",
                fields=["earlier", "later"],
                violation_error_message=_("This continuation is already listed."),
            ),
            models.CheckConstraint(
                name="theme_continues_in_another",
                condition=~Q(earlier=F("later")),
                violation_error_message=_("A theme can't continue in itself."),
            ),
        ]

    def __str__(self):
        return f"{name_of(self, 'earlier')} → {name_of(self, 'later')}"

    def clean(self):
        """Refuses what would lead back: the earlier theme already continues the later one, by any number of steps."""
        if self.later_id is None:
            return
        if self.later_id == self.earlier_id:
            raise ValidationError({"later": _("A theme can't continue in itself.")})
        links, asked, seen = ThemeContinuation.objects.exclude(pk=self.pk).links(), [self.later.slug], set()
        while asked:
            slug = asked.pop()
            if slug == self.earlier.slug:
                raise ValidationError({"later": _("The earlier theme already continues this one.")})
            if slug not in seen:
                seen.add(slug)
                asked += links.get(slug, {})

    def natural_key(self):
        return (*self.earlier.natural_key(), *self.later.natural_key())

    natural_key.dependencies = ["orgunits.theme"]

    @property
    def is_inferred(self):
        """Whether no source states it; the public sees this."""
        return self.basis == self.Basis.INFERRED


class PillarQuerySet(AlwaysPublicQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Pillar(models.Model):
    """One of the four pillars of the Organization."""

    slug = texts.SlugField(_("web address ending"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    name = texts.CharField(_("name"), max_length=100)
    statement = texts.TextField(_("statement"), blank=True, help_text=_("Shown where the pillar is explained."))
    strategic_objectives = texts.TextField(_("strategic objectives"), blank=True)
    act = models.ForeignKey(LegalInstrument, models.PROTECT, verbose_name=_("act"), null=True, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="pillars", blank=True)

    objects = PillarQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)
