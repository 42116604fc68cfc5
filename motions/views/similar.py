"""What stands under the title while somebody types: one matter only, and what was raised before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from motions import matters
from motions.similar import Typed, described, find_similar, linkable
from renda.core.text import keys_in
from renda.core.views.permission import PagePermission


class Similar(PagePermission, View):
    """The fragment for htmx: at most five earlier cases, those ticked already first."""

    permission_required = "motions.find_similar"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        said = request.POST
        typed = Typed(
            title=said.get("title", "")[:100],
            text=said.get("situation", "")[:500],
            place=said.get("place", "")[:100],
            field=said.get("field", ""),
        )
        without = next(iter(keys_in(said.getlist("case"))), None)
        found = find_similar(typed, user=request.user, without=without)
        ticked = set(keys_in(said.getlist("earlier")))
        if kept := ticked - {each.motion.pk for each in found}:
            rows = linkable(request.user, without=without).filter(pk__in=kept)
            found = described({pk: 1.0 for pk in rows.values_list("pk", flat=True)}) + found
        context = {
            "hint": matters.hint(typed.title, typed.text, said.get("proposal", "")[:1000]),
            "found": found,
            "ticked": ticked,
        }
        return render(request, "motions/partials/similar_found.html", context)
