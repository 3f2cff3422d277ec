"""Which draft each record gets that was hidden because only drafts cited it: the rule before records had a draft.

For the migration that brought the column, and for the command that lists it first. Takes models as a migration has
them, and asks for no column that came later.
"""

from collections import defaultdict

# {model: its fields that lead to sources}; a list of sources is a list of the model itself.
CITING = {
    "OrganizationalUnit": ["sources"],
    "UnitAlias": ["source"],
    "Structure": ["sources"],
    "Placement": ["sources", "purpose_source", "functions_source"],
    "Pillar": ["sources"],
    "LegalInstrument": ["sources"],
    "Mandate": ["sources"],
    "Post": ["sources", "term_source"],
    "PostResponsibility": ["source"],
    "Appointment": ["sources"],
    "MemberState": ["sources"],
    "Membership": ["sources"],
    "CountryOffice": ["sources"],
    "UnitRelation": ["sources"],
    "ChangeEvent": ["sources"],
    "DiscrepancyClaim": ["source"],
    "CooperationAgreement": ["sources"],
}


class FirstDrafts:
    """`drafts` is {name of a model: {key: key of its draft}}, and `lost` {name: keys} of what no draft can keep."""

    def __init__(self, apps):
        self.model = lambda name: apps.get_model("orgunits", name)
        self.drafts, self.lost = defaultdict(dict), defaultdict(set)
        rows = self._rows("Structure", "pk", "status", "was_proposed")
        hidden = {pk for pk, status, proposed in rows if status == "draft" or (status == "withdrawn" and not proposed)}
        self.structures = {pk: pk if pk in hidden else None for pk, _status, _proposed in rows}
        self._place()
        self._units_cited()
        self._acts_and_mandates()
        self._sources()
        self._let_be()
        kinds = (self.drafts, self.lost)
        self.drafts, self.lost = ({name: keys for name, keys in found.items() if keys} for found in kinds)

    def _rows(self, name, *columns, **wanted):
        return list(self.model(name)._base_manager.filter(**wanted).order_by("pk").values_list(*columns))

    def _keys(self, name):
        return [pk for (pk,) in self._rows(name, "pk")]

    def _draft(self, name, key):
        return self.drafts[name].get(key)

    def _hide(self, name, key, drafts):
        """Hidden for the first of `drafts` that there is; without any it can't be kept."""
        draft = min((each for each in drafts if each is not None), default=None)
        if draft is None:
            self.lost[name].add(key)
        else:
            self.drafts[name][key] = draft
            self.lost[name].discard(key)

    def _place(self):
        """Units and themes that are in no structure of the public; those of no structure are not public anyway."""
        for name, rows in [
            ("OrganizationalUnit", self._rows("Placement", "unit", "structure")),
            ("Theme", self._rows("PlacementTheme", "theme", "placement__structure")),
        ]:
            found = defaultdict(list)
            for key, structure in rows:
                found[key].append(self.structures[structure])
            for key, drafts in found.items():
                if None not in drafts:
                    self._hide(name, key, drafts)
        placed = {unit for (unit,) in self._rows("Placement", "unit")}
        self.unplaced = set(self._keys("OrganizationalUnit")) - placed

    def _hide_by_units(self, name, units_of):
        """`units_of` is {key: units, None among them}: hidden where one of them is."""
        for key, units in units_of.items():
            units = [unit for unit in units if unit is not None]
            drafts = [self._draft("OrganizationalUnit", unit) for unit in units]
            if any(drafts) or self.unplaced.intersection(units):
                self._hide(name, key, drafts)

    def _units_cited(self):
        self._hide_by_units("Post", {post: [unit] for post, unit in self._rows("Post", "pk", "unit")})
        rows = self._rows("Appointment", "pk", "unit", "post")
        self._hide_by_units("Appointment", {pk: [unit] for pk, unit, _post in rows})
        for pk, _unit, post in rows:
            if pk not in self.drafts["Appointment"] and (post in self.drafts["Post"] or post in self.lost["Post"]):
                self._hide("Appointment", pk, [self._draft("Post", post)])
        events = defaultdict(list)
        for pk, *units in self._rows("ChangeEvent", "pk", "moved_from", "moved_to", "originals", "results"):
            events[pk] += units
        self._hide_by_units("ChangeEvent", events)
        for pk, structure in self._rows("ChangeEvent", "pk", "structure"):
            if structure is not None and self.structures[structure] is not None:
                self._hide("ChangeEvent", pk, [structure])
        about = defaultdict(list)
        for pk, unit in self._rows("Discrepancy", "pk", "units"):
            about[pk].append(unit)
        self._hide_by_units("Discrepancy", about)

    def _acts_and_mandates(self):
        cited = defaultdict(list)
        for structure, act in self._rows("StructureAuthority", "structure", "instrument"):
            cited[act].append((self.structures[structure] is not None, self.structures[structure]))
        for event, act in self._rows("ChangeAuthority", "event", "instrument"):
            draft = self._draft("ChangeEvent", event)
            cited[act].append((draft is not None or event in self.lost["ChangeEvent"], draft))
        for act, by in cited.items():
            if all(hidden for hidden, _draft in by):
                self._hide("LegalInstrument", act, [draft for _hidden, draft in by])
        units = defaultdict(list)
        for mandate, unit in self._rows("MandateAssignment", "mandate", "unit"):
            draft = self._draft("OrganizationalUnit", unit)
            units[mandate].append((draft is not None or unit in self.unplaced, draft))
        for pk, act in self._rows("Mandate", "pk", "instrument"):
            own = units[pk]
            act_draft = self._draft("LegalInstrument", act)
            all_hidden = own and all(hidden for hidden, _draft in own)
            if act_draft is not None or act in self.lost["LegalInstrument"] or all_hidden:
                self._hide("Mandate", pk, [act_draft, *(draft for _hidden, draft in own)])

    def _sources(self):
        cited = defaultdict(list)
        for name, fields in CITING.items():
            owner = {"UnitAlias": "unit", "PostResponsibility": "post", "DiscrepancyClaim": "discrepancy"}.get(name)
            owner = owner or ("structure" if name in ("Placement", "UnitRelation") else "pk")
            extra = ["stage"] if name == "CooperationAgreement" else []
            for field in fields:
                for source, key, *stage in self._rows(name, field, owner, *extra, **{f"{field}__isnull": False}):
                    cited[source].append(self._how_hidden(name, key, stage))
        for source, by in cited.items():
            if all(hidden for hidden, _draft in by):
                self._hide("Source", source, [draft for _hidden, draft in by])

    def _how_hidden(self, name, key, stage):
        """(whether the record that cites is hidden, its draft)"""
        if name in ("Placement", "UnitRelation", "Structure"):
            return self.structures[key] is not None, self.structures[key]
        if name == "CooperationAgreement":
            return stage != ["signed"], None
        owner = {"UnitAlias": "OrganizationalUnit", "PostResponsibility": "Post", "DiscrepancyClaim": "Discrepancy"}
        owner = owner.get(name, name)
        draft = self._draft(owner, key)
        is_unplaced = owner == "OrganizationalUnit" and key in self.unplaced
        return draft is not None or key in self.lost[owner] or is_unplaced, draft

    def _let_be(self):
        """A unit or theme that something public names belongs to no draft, as when a draft takes it later: the public
        doesn't know it all the same, since no structure of theirs has it.
        """
        posts = [heads for post, heads in self._rows("Post", "pk", "heads") if self._draft("Post", post) is None]
        agreed = self._rows("CooperationAgreement", "unit", "other_units")
        units = {unit for row in agreed for unit in row}.union(posts)
        units |= {unit for (unit,) in self._rows("CountryOffice", "coordinating_unit")}
        for name, named in [
            ("OrganizationalUnit", units),
            ("Theme", {theme for (theme,) in self._rows("CooperationAgreement", "themes")}),
        ]:
            for key in named:
                self.drafts[name].pop(key, None)
