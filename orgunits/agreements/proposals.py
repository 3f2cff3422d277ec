"""Stores a proposal of an agreement, once, however often its form is sent."""

import secrets
from contextlib import contextmanager
from hashlib import sha256

from django.db import IntegrityError, transaction

from ..models import AgreementProposal, CooperationAgreement
from ..models.periods import Precision
from .mails import write_mails
from .responsible import edition_held


def propose(*, title, text, language, day, document=None, member_states=(), themes=(), agreement, **proposal):
    """Stores a proposal made on `day`, with the e-mails about it, in one transaction.

    `agreement` holds columns of the agreement (type, unit, …), the others are columns of the proposal. Returns
    (proposal, whether it is new): what says the same to the letter, on the same day, is the same proposal. Raises
    NotStored, and stores nothing, where the document can't be kept.
    """
    digest = digest_of_content(title, text, language, day, document, member_states, themes, agreement, proposal)
    try:
        with transaction.atomic():
            return _store(
                title, text, language, day, document, member_states, themes, agreement, {**proposal, "digest": digest}
            ), True
    except IntegrityError:
        made = AgreementProposal.objects.filter(digest=digest).first()
        if made is None:  # it is another rule that was broken
            raise
        return made, False


def _store(title, text, language, day, document, member_states, themes, agreement, proposal):
    # What the register will say it is about is written before the signature; until then it says the title.
    texts = {"title": title, f"title_{language}": title, "subject": title, f"subject_{language}": title}
    row = CooperationAgreement(
        slug=f"proposal-{secrets.token_hex(8)}",
        proposed_on=day,
        proposed_on_precision=Precision.DAY,
        stage=CooperationAgreement.Stage.PROPOSED,
        **texts,
        **agreement,
    )
    made = AgreementProposal(agreement=row, text=text, language=language, **proposal)
    # The edition is locked last before the rows: a slow disk keeps no adoption waiting.
    with _kept(made, document), edition_held(day):
        row.clean()
        row.save()
        row.member_states.set(member_states)
        row.themes.set(themes)
        made.agreement = row
        made.save(force_insert=True)
        write_mails(row, day=day)
    return made


@contextmanager
def _kept(proposal, document):
    """Keeps the document; away with it where what follows fails. Where the commit does, check_data finds it."""
    if not document:
        yield
        return
    proposal.document.save("document.pdf", document, save=False)
    proposal.document_size = document.size
    try:
        yield
    except BaseException:
        proposal.document.storage.delete(proposal.document.name)
        raise


def digest_of_content(title, text, language, day, document, member_states, themes, agreement, proposal):
    """A digest of all that was said, the document's bytes included."""
    records = [sorted(record.pk for record in records) for records in (member_states, themes)]
    said = sorted((name, str(getattr(value, "pk", value))) for name, value in {**agreement, **proposal}.items())
    digest = sha256(repr((title, text, language, day.isoformat(), records, said)).encode())
    if document:
        document.seek(0)
        for part in document.chunks():
            digest.update(part)
        document.seek(0)
    return digest.hexdigest()
