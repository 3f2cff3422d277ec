"""What an organization sends to propose an agreement, and the secret links by which it follows its proposal."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import texts
from .agreements import CooperationAgreement
from .files import write_new
from .partners import Partner


class NotStored(Exception):
    """A document could not be stored, and nothing of it was; its cause is the OSError that says why."""


class DocumentStorage(FileSystemStorage):
    """Where documents are kept: outside of what is served, readable by this program only."""

    def __init__(self):
        super().__init__(base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self):
        return settings.DOCUMENTS_DIR

    @property
    def location(self):
        return os.path.abspath(self.base_location)

    def _save(self, name, content):
        try:
            while True:
                path = Path(self.path(name))
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                try:
                    write_new(path, content.chunks())
                except FileExistsError:
                    name = self.get_alternative_name(*os.path.splitext(name))
                else:
                    return name
        except OSError as error:
            raise NotStored from error


def own_name(instance, filename):
    """A name of our own: nothing of the sender's is kept in the path."""
    return f"{secrets.token_hex(16)}.pdf"


class ProposalManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(agreement__slug=slug)


class AgreementProposal(models.Model):
    """The proposal that an agreement began with, as the organization wrote it. Never public, and never changed."""

    agreement = models.OneToOneField(
        CooperationAgreement, models.CASCADE, verbose_name=_("agreement"), related_name="proposal"
    )
    organization = texts.CharField(_("organization"), max_length=300)
    organization_kind = models.CharField(_("kind of organization"), max_length=17, choices=Partner.Kind)
    email = texts.EmailField(_("e-mail of the contact person"))
    language = models.CharField(_("language of the proposer"), max_length=2)
    text = texts.TextField(_("text of the proposal"))
    document = models.FileField(_("document"), storage=DocumentStorage, upload_to=own_name, blank=True)
    # In bytes; NULL where there is none, or where it came before sizes were kept.
    document_size = models.PositiveBigIntegerField(null=True, editable=False)
    # Of all that was said: the same proposal, sent twice, is stored once.
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("received"), auto_now_add=True)

    objects = ProposalManager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("proposal of an agreement")
        verbose_name_plural = _("proposals of agreements")
        constraints = [
            models.UniqueConstraint(
                name="proposal_once",
                fields=["digest"],
                violation_error_message=_("This proposal has already been sent."),
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.organization}"

    def natural_key(self):
        return self.agreement.natural_key()

    natural_key.dependencies = ["orgunits.cooperationagreement"]

    @property
    def number(self):
        """What people call it by: "2026-17"."""
        return f"{self.agreement.proposed_on:%Y}-{self.agreement_id}"


def digest_of(token):
    return sha256(token.encode()).hexdigest()


class FollowLinkManager(models.Manager):
    def make(self, proposal):
        """A new secret for the address of a proposal; it is known to its receiver only, and not kept."""
        token = secrets.token_urlsafe(32)
        self.create(proposal=proposal, digest=digest_of(token))
        return token

    def proposal_of(self, token):
        """The proposal that a secret leads to, None where it leads to none.

        It is looked for by its digest, so that the time an answer takes tells nothing of the secrets there are.
        """
        link = (
            self.filter(digest=digest_of(token))
            .select_related("proposal__agreement__unit", "proposal__agreement__renews")
            .first()
        )
        return link and link.proposal


class FollowLink(models.Model):
    """A secret address at which a proposal can be followed. Each mail has its own, all of them hold."""

    proposal = models.ForeignKey(
        AgreementProposal, models.CASCADE, verbose_name=_("proposal of an agreement"), related_name="links"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = FollowLinkManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("link to follow a proposal")
        verbose_name_plural = _("links to follow proposals")

    def __str__(self):
        return f"{self.proposal} · {self.made_at:%Y-%m-%d}"
