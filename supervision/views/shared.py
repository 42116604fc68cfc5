"""What several pages of this app share."""

from renda.core.views import ListPage

SUPERVISION = ("监督", "")


class OfYearList(ListPage):
    """A list of the year picked in the frame unless its own filter names another."""

    def get_filterset_kwargs(self, filterset_class) -> dict:
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        if "year" not in data:
            data["year"] = str(self.request.year)
        kwargs["data"] = data
        return kwargs
