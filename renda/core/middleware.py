"""What every request needs: whose township, how long the session may last, where it comes from."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from renda.core import audit, reads
from renda.core.models import Membership, Role, Term
from renda.core.origin import origin
from renda.core.prepared import prepared
from renda.core.scoping import township_scope

GetResponse = Callable[[HttpRequest], HttpResponse]
TOUCH_EVERY = 60
SCREEN_HOURS = 16
ORDER = [
    Role.CLERK,
    Role.CHAIR,
    Role.GOV_OFFICE,
    Role.UNIT_HEAD,
    Role.HANDLER,
    Role.DEPUTY,
    Role.COUNTY,
    Role.ADMIN,
]


class SessionClockMiddleware:
    """End a session that was idle too long or is too old, and say so on the login page.

    What a page asks by itself, every few seconds (``X-Poll``), is nobody's doing and keeps no session
    alive. A projector's screen (``is_screen``), which is meant to be left alone for a day, goes on in an
    idle session; whatever else is asked of that session ends it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        began = request.session.setdefault("began_at", now)
        seen = request.session.setdefault("seen_at", now)
        idle = now - seen > settings.SESSION_IDLE_MINUTES * 60
        old = now - began > settings.SESSION_ABSOLUTE_HOURS * 3600
        if idle and not old and now - seen < SCREEN_HOURS * 3600 and is_screen(request):
            return self.get_response(request)
        if idle or old:
            logout(request)
            messages.warning(
                request, "登录已超时，请重新登录。刚才填写的内容保存在这台设备的浏览器里。"
            )
            return redirect_to_login(request.get_full_path())
        if now - seen > TOUCH_EVERY and "X-Poll" not in request.headers:
            request.session["seen_at"] = now
        return self.get_response(request)


def is_screen(request: HttpRequest) -> bool:
    """Whether a page for the whole hall is asked for, which shows nothing that the hall may not see."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return request.method == "GET" and getattr(
        getattr(view, "view_class", None), "is_screen", False
    )


class OriginMiddleware:
    """Let the audit trail know the address a request came from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with origin(client_address(request)):
            return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """The client's address: the last hop, or what the trusted proxies in front of us say."""
    proxies = settings.PROXY_COUNT
    hops = [h.strip() for h in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if h.strip()]
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")


class TownshipScopeMiddleware:
    """Open the scope of the signed-in user's township for the whole request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.memberships = chosen_memberships(request)
        request.township = request.memberships[0].township
        request.role_label = main_role(request.memberships).label
        request.terms = SimpleLazyObject(every_term)
        request.year = request.session.get("year") or timezone.localdate().year
        with township_scope(request.township.pk):
            return self.get_response(request)


@prepared
def every_term() -> QuerySet[Term]:
    """The township's terms: every page offers their years."""
    return Term.objects.all()


def chosen_memberships(request: HttpRequest) -> list[Membership]:
    """The user's roles in the township picked in this session, else in the first."""
    mine = request.user.memberships_by_township
    if not mine:
        logout(request)
        raise PermissionDenied("该账号尚未加入任何乡镇，请联系系统管理员")
    return mine.get(request.session.get("township")) or next(iter(mine.values()))


def main_role(memberships: list[Membership]) -> Role:
    """The role a person is greeted by."""
    held = {m.role for m in memberships}
    return next(role for role in ORDER if role in held)


class SensitiveReadMiddleware:
    """Keep what was read or taken away, where it matters who did (``renda.core.reads``); once each."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with audit.listening() as said:
            response = self.get_response(request)
        if not said:
            reads.keep(request, response)
        return response


class InitialPasswordMiddleware:
    """Nobody works on with the password somebody else chose."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            allowed = {reverse("core:password"), reverse("core:logout")}
            if request.path not in allowed and not request.path.startswith(settings.STATIC_URL):
                messages.warning(request, "这是初始密码，请先改成只有您自己知道的密码。")
                return redirect("core:password")
        return self.get_response(request)
