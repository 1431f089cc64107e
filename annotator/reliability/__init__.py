"""A study with several annotators: what they agree on, packets, merging, the report."""

from annotator.reliability.agreement_in_parts import AgreementPart, FacetAgreement, compare
from annotator.reliability.annotator_answers import Material, gather

__all__ = ["AgreementPart", "FacetAgreement", "Material", "compare", "gather"]
