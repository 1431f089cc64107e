"""Tags on words inside a turn: giving them, changing them, and the facet for them."""
