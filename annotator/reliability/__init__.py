"""A study with several annotators: what they agree on, packets, merging, the report."""

from annotator.reliability.comparing import FacetAgreement, Part, compare
from annotator.reliability.material import Material, gather

__all__ = ["FacetAgreement", "Material", "Part", "compare", "gather"]
