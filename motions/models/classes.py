"""How replies are classed: the classes differ from place to place, so they are a table."""

from django.db import models


class ResultClass(models.TextChoices):
    """The three classes of Zhejiang, the default; the letter is the mark on the reply."""

    A = "A", "A 类（已解决或者基本解决）"
    B = "B", "B 类（部分解决或者已列入计划解决）"
    C = "C", "C 类（受条件限制，留作参考或者不可行）"


SHORT = {
    ResultClass.A: "已解决或基本解决",
    ResultClass.B: "部分解决或列入计划",
    ResultClass.C: "留作参考或不可行",
}
PROMISES = {ResultClass.B}
"""Classes that are promises: the reply names what is to be done and by when."""
