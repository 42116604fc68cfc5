"""What went out, word for word, whatever the records say later."""

from django.db import models

from renda.core.models import TownshipModel
from renda.core.paper.blocks import Document
from renda.core.paper.keeping import unpack


class IssuedPaper(TownshipModel):
    """A letter, 交办单, 督办单 or 催办单 as it was issued: the blocks it is printed from.

    Written once, when the paper goes out, and never changed: a unit that is renamed, a case that is
    merged, a deputy by-elected or a setting changed later alters no paper that people already hold.
    """

    model = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    content = models.JSONField("内容", editable=False)
    kept_at = models.DateTimeField("存档时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已发文稿"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "model", "object_id"], name="paper_issued_once"
            )
        ]

    def __str__(self) -> str:
        return self.document.title

    @property
    def document(self) -> Document:
        """The paper, to be printed in whatever form."""
        return unpack(self.content)
