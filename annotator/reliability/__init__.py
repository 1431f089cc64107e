"""A study with several annotators: what they agree on, packets, merging, the report."""

from annotator.reliability.agreement_in_parts import AgreementPart, FacetAgreement, compare
from annotator.reliability.annotator_answers import Material, gather
from annotator.reliability.turn_agreement import TurnAgreement, turn_agreements

__all__ = [
    "AgreementPart",
    "FacetAgreement",
    "Material",
    "TurnAgreement",
    "compare",
    "gather",
    "turn_agreements",
]
