"""What the pages below a session share."""

from sessions_app.models import Session

SESSIONS = (("会议", ""), ("人民代表大会会议", "sessions_app:session_list"))


class InSession:
    """A page below a session: its breadcrumb leads through it."""

    def get_crumbs(self) -> list[tuple[str, str]]:
        session = self.session_shown
        return [*SESSIONS, (session.short_name, session.get_absolute_url())]

    @property
    def session_shown(self) -> Session:
        parent = getattr(self, "parent_record", None)
        return parent or self.get_object().session
