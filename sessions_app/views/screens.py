"""会场投屏: attendance and results for the whole hall to read."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from renda.core import law
from renda.core.views.permission import PagePermission
from sessions_app.counting import examine
from sessions_app.models import BallotCount, Election, Post, Session
from sessions_app.views.attendance import Attendance, sitting_shown


class AttendanceScreen(PagePermission, TemplateView):
    """应到、实到、请假 and the quorum, live while people sign in."""

    is_screen = True
    template_name = "sessions_app/screen_attendance.html"
    permission_required = "sessions_app.view_screen"

    def get_permission_object(self) -> Session:
        if not hasattr(self, "session_record"):
            self.session_record = get_object_or_404(Session.objects.all(), pk=self.kwargs["pk"])
        return self.session_record

    def get_context_data(self, **kwargs) -> dict:
        session = self.session_record
        sittings = list(session.sittings.select_related("roll"))
        sitting = sitting_shown(sittings, asked(self.request))
        attendance = Attendance(sitting, session.total_deputies) if sitting else None
        return super().get_context_data(**kwargs) | {
            "session": session,
            "sitting": sitting,
            "attendance": attendance,
            "law": law.cite("session.quorum"),
            "now": timezone.localtime(),
        }


def asked(request: HttpRequest) -> str:
    """The sitting named in the address."""
    return request.GET.get("sitting", "")


class ElectionScreen(PagePermission, TemplateView):
    """An election's result; only what was announced is shown."""

    is_screen = True
    template_name = "sessions_app/screen_election.html"
    permission_required = "sessions_app.view_screen"

    def get_permission_object(self) -> Election:
        if not hasattr(self, "election"):
            rows = Election.objects.select_related("session")
            self.election = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.election

    def get_context_data(self, **kwargs) -> dict:
        election = self.election
        posts = Post.objects.filter(election=election).for_list()
        released = [p for p in posts if p.ballot and p.ballot.status == BallotCount.Status.RELEASED]
        for post in released:
            post.ballot.post = post
        lines = [
            (post, line)
            for post in released
            for line in examine(post, post.ballot, post.standing).lines
        ]
        ballot = released[0].ballot if released else None
        return super().get_context_data(**kwargs) | {
            "election": election,
            "titles": "、".join(p.title for p in released),
            "lines": lines,
            "ballots": [p.ballot for p in released],
            "ballot": ballot,
            "needed": law.majority_needed(ballot.total) if ballot else 0,
            "law": law.cite("election.winning"),
        }
