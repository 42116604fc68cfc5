"""The figures of the year: every number is a question whose answer is the rows it counts.

Apps declare figures in ``figures.py``; ``reports`` and the pages collect them by key and never
import an app. A figure's docstring is its published definition (统计口径); its value is
computed from the same queryset that its drill-down page shows, so the two can't disagree.

===========  ==============================================  ===========================
kind         the function returns                            value
===========  ==============================================  ===========================
``count``    the rows counted                                how many
``people``   the persons counted, each once                  how many
``total``    rows, of which ``field`` is added up            the sum (NULL counts as 0)
``listing``  rows to be named in a sentence                  how many; ``items`` in words
``rate``     two other figures, numerator and denominator    a ratio in tenths of a percent
===========  ==============================================  ===========================

A figure declared with ``per`` exists once for each of several subjects, say each campaign: its
function takes ``(period, subject)`` and its key carries the subject's id, ``activities.places@7``.
"""

from renda.core.figures.declaring import Figure, count, figures, listing, people, rate, total
from renda.core.figures.measuring import Measured
from renda.core.figures.period import Period
from renda.core.figures.reading import (
    by_township,
    find,
    measure,
    measure_all,
    prefetch,
    prefetch_values,
)

__all__ = [
    "Figure",
    "Measured",
    "Period",
    "by_township",
    "count",
    "figures",
    "find",
    "listing",
    "measure",
    "measure_all",
    "people",
    "prefetch",
    "prefetch_values",
    "rate",
    "total",
]
