import time

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import CharField, Exists, OuterRef, Q, TextField
from modeltranslation.translator import NotRegistered, translator
from simple_history.models import registered_models

from orgunits.backup.documents import strangers
from orgunits.documents import is_pdf
from orgunits.drafts.check import kept_by_a_public_structure, public_naming_hidden
from orgunits.models import AgreementProposal, ChangeEvent, Placement, Structure, StructureReview, UnitRelation
from orgunits.models.derived import derived_models, stale
from orgunits.models.tidying import text_models, untidy
from orgunits.tree.check import faults

# A file that is younger may be of a proposal that is being sent, or of a restore that goes on.
AN_HOUR = 3600  # seconds


class Command(BaseCommand):
    help = (
        "Finds what raw loads of data let through, and documents without a row or rows without their document: one "
        "line per "
        "finding, and an exit status other than 0 if there is any."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove-orphans",
            action="store_true",
            help="delete files among the documents that belong to no proposal and are older than an hour",
        )

    def handle(self, *, remove_orphans=False, **options):
        findings = [
            *self.unsound_trees(),
            *self.relations_of_absent_units(),
            *self.proposals_not_marked(),
            *self.changes_without_their_units(),
            *self.reviews_that_say_nothing(),
            *self.adopted_but_only_proposed(),
            *self.adopted_by_no_act(),
            *self.unknown_choices(),
            *self.empty_names(),
            *self.untidy_texts(),
            *self.stale_columns(),
            *self.public_naming_hidden(),
            *self.kept_by_a_public_structure(),
            *self.unsound_documents(),
            *self.orphans(remove=remove_orphans),
        ]
        for finding in findings:
            self.stdout.write(finding)
        if findings:
            message = f"{len(findings)} findings."
            raise CommandError(message)
        self.stdout.write("No problems found in the data.")

    def unsound_trees(self):
        """Placement.clean(): a parent of the same structure, no cycle; and numbers that fit the parents."""
        for structure in Structure.objects.all():
            for fault in faults(structure):
                yield f"{structure.slug}: placement {fault}"

    def relations_of_absent_units(self):
        """UnitRelation.clean(): both ends are in the structure."""
        for end in ("unit", "to_unit"):
            standing = Placement.objects.filter(structure=OuterRef("structure"), unit=OuterRef(end))
            relations = UnitRelation.objects.filter(~Exists(standing), **{f"{end}__isnull": False})
            for relation in relations.select_related("structure", end):
                unit = getattr(relation, end)
                yield f"{relation.structure.slug}: relation {relation.pk}: {unit.slug} is not in the edition"

    def proposals_not_marked(self):
        """Structure.clean(): withdrawn later, such a proposal would vanish from the public."""
        for structure in Structure.objects.filter(status=Structure.Status.PROPOSED, was_proposed=False):
            yield f"{structure.slug}: proposed, but not marked as having been proposed"

    def changes_without_their_units(self):
        """ChangeEvent.check_units(): a merger has two originals, a creation none."""
        for event in ChangeEvent.objects.select_related("moved_to").prefetch_related("originals", "results"):
            try:
                event.check_units()
            except ValidationError as refusal:
                for sentence in refusal.messages:
                    yield f"{event.slug}: {event.kind}: {sentence}"

    def reviews_that_say_nothing(self):
        """StructureReview.clean(): at least one step of the cycle."""
        for review in StructureReview.objects.select_related("structure"):
            try:
                review.clean()
            except ValidationError as refusal:
                for sentence in refusal.messages:
                    yield f"{review.structure.slug}: review of {review.day}: {sentence}"

    def adopted_but_only_proposed(self):
        for event in ChangeEvent.objects.filter(only_proposed=True, structure__status=Structure.Status.ADOPTED):
            yield f"{event.slug}: only proposed, but leads to an adopted edition"

    def adopted_by_no_act(self):
        """adopt(): an edition that is in force by an act names it."""
        by_act = Structure.objects.adopted().filter(basis=Structure.Basis.ACT, authorities__isnull=True)
        for structure in by_act:
            yield f"{structure.slug}: adopted by an act, but names none"

    def unknown_choices(self):
        for model in self.models():
            for field in model._meta.concrete_fields:
                if field.choices:
                    known = [value for value, _ in field.flatchoices] + ([""] if field.blank else [])
                    for record in model._base_manager.exclude(**{f"{field.name}__in": known}):
                        value = getattr(record, field.name)
                        if value is not None or not field.null:
                            yield f"{self.name(record)}: {field.name} is {value!r}"

    def empty_names(self):
        """Required text, in the first language where it is translated."""
        for model in self.models():
            for field in model._meta.concrete_fields:
                if isinstance(field, CharField | TextField) and not field.blank and self.is_first_language(field):
                    empty = Q(**{f"{field.name}__isnull": True}) | Q(**{field.name: ""})
                    for record in model._base_manager.filter(empty):
                        yield f"{self.name(record)}: {field.name} is empty"

    def untidy_texts(self):
        """The fields of texts: letters in one piece, and no character that nobody sees."""
        for model in text_models():
            for found in untidy(model):
                what = found.refusal or "is not stored as a save would store it"
                how = "somebody has to write it" if found.right is None else "manage.py tidy_texts corrects it"
                yield f"{found}: {what} ({how})"

    def stale_columns(self):
        """Words for the search and keys of the order, which every save makes of the texts of the row."""
        for model in derived_models():
            if number := sum(map(len, stale(model))):
                rows = f"{model._meta.verbose_name_plural}: {number} with search words or sort keys"
                yield f"{rows} that are out of date (manage.py rebuild_derived updates them)"

    def public_naming_hidden(self):
        for record, field in public_naming_hidden():
            yield f"{self.name(record)}: is public, and its {field.name} are not known to the public"

    def kept_by_a_public_structure(self):
        for record in kept_by_a_public_structure():
            yield f"{self.name(record)}: only in the draft {record.draft.slug}, which is public"

    def unsound_documents(self):
        """A row that names a document has it, whole."""
        for proposal in AgreementProposal.objects.exclude(document="").select_related("agreement"):
            try:
                with proposal.document.open() as file:
                    is_whole = proposal.document_size in (None, file.size)
                    fault = "" if is_whole and is_pdf(file) else "is not the PDF that was sent"
            except FileNotFoundError:
                fault = "is missing"
            except OSError as error:
                fault = f"can't be read: {error.strerror}"
            except SuspiciousFileOperation:
                fault = "is not in the folder of documents"
            if fault:
                yield f"proposal {proposal.number}: its document {proposal.document.name} {fault}"

    def orphans(self, *, remove):
        """Files that no row names; those that are removed are no finding any longer."""
        for path in strangers(before=time.time() - AN_HOUR):
            if not remove:
                yield f"{path}: belongs to no proposal (--remove-orphans deletes it)"
                continue
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                yield f"{path}: belongs to no proposal, and can't be deleted: {error.strerror}"
            else:
                self.stdout.write(f"{path}: deleted; it belonged to no proposal.")

    def models(self):
        """The models people edit."""
        return registered_models.values()

    def is_first_language(self, field):
        """Untranslated, or the column of English, which the untranslated column follows."""
        try:
            translated = translator.get_options_for_model(field.model).all_fields
        except NotRegistered:
            return True
        others = {each.name for fields in translated.values() for each in fields if each.language != "en"}
        return field.name not in {*translated, *others}

    def name(self, record):
        return f"{record._meta.verbose_name} {record.pk} ({record})"
