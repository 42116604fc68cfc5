"""A published case, and what of a page the public reads."""

from datetime import date

from motions.models import Publication
from tests.factories.motions import PublicationFactory


def published(case, **fields) -> Publication:
    """A closed case of the lead deputy that everybody can read."""
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20), verdict="satisfied")
    return PublicationFactory(
        township=motion.township, motion=motion, status="published", published_on=date(2025, 6, 1),
        **fields,
    )  # fmt: skip


def main_of(page) -> str:
    """The page between its head and its foot."""
    return page.content.decode().split("<main")[1].split("</main>")[0]
