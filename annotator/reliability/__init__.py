"""A study with several annotators: what they agree on, packets, merging, the report."""

from annotator.reliability.agreement_in_parts import FacetAgreement, Part, compare
from annotator.reliability.annotator_answers import Material, gather

__all__ = ["FacetAgreement", "Material", "Part", "compare", "gather"]
