"""The years that pages can be about, as an address or a form names them."""

YEARS = range(1954, 2101)
"""From the year of the first people's congresses on."""


def year_in(text: str) -> int | None:
    """The year whose four digits these are; None for anything else."""
    return next((year for year in YEARS if str(year) == text), None)
