from plans.models.annex import AnnexImport, AnnexMapping
from plans.models.base import VersionRow
from plans.models.catalogue import (
    CatalogueEntry,
    Indicator,
    Law,
    NationalTarget,
    OutputKind,
    Programme,
    ProgrammeComponent,
)
from plans.models.content import (
    Annex,
    DocumentMention,
    Objective,
    PastResult,
    Phase,
    Reading,
    Responsibility,
    ResponsibleAgency,
    Section,
    SectionItem,
    Target,
    TaskGroup,
)
from plans.models.life import DecisionScan, TypedForm, VersionStep, Wrote
from plans.models.plan import Plan, PlanVersion

__all__ = [
    "Annex",
    "AnnexImport",
    "AnnexMapping",
    "CatalogueEntry",
    "DecisionScan",
    "DocumentMention",
    "Indicator",
    "Law",
    "NationalTarget",
    "Objective",
    "OutputKind",
    "PastResult",
    "Phase",
    "Plan",
    "PlanVersion",
    "Programme",
    "ProgrammeComponent",
    "Reading",
    "Responsibility",
    "ResponsibleAgency",
    "Section",
    "SectionItem",
    "Target",
    "TaskGroup",
    "TypedForm",
    "VersionRow",
    "VersionStep",
    "Wrote",
]
