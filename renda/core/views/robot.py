"""群机器人: where this township's messages also go, and whether they arrive."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from renda.core import robot
from renda.core.forms import ask_for
from renda.core.models import Robot
from renda.core.views.permission import PagePermission, require, signed_in
from renda.core.views.system import SYSTEM

CHANGE = "core.change_robot"


class RobotForm(forms.Form):
    """The address, which is a secret: typed unseen and never shown again."""

    required_css_class = "required"
    url = forms.CharField(
        label="群机器人地址",
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "data-wide": ""}),
        help_text="在企业微信或钉钉的群里添加机器人，把给出的 Webhook 地址整段粘贴进来。"
        "地址等于口令，保存后不再显示；机器人要求关键词的，填“人大”。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ask_for(self.fields["url"])


class RobotPage(PagePermission, FormView):
    """Which robot is in force; a new address replaces it."""

    template_name = "core/robot.html"
    permission_required = CHANGE
    form_class = RobotForm
    crumbs = (SYSTEM,)

    def form_valid(self, form: RobotForm) -> HttpResponse:
        try:
            robot.set_robot(
                form.cleaned_data["url"].strip(),
                township=self.request.township,
                by=self.request.user,
            )
        except ValidationError as error:
            form.add_error("url", error)
            return self.form_invalid(form)
        messages.success(self.request, "已保存。请按“发送测试消息”，看群里是否收到")
        return redirect("core:robot")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "群机器人",
            "own": Robot.objects.first(),
            "default_host": urlsplit(settings.WEBHOOK_URL).hostname or "",
            "submit_label": "保存",
            "cancel_url": reverse("core:robot"),
        }


@require_POST
@signed_in
def test_robot(request: HttpRequest) -> HttpResponse:
    """Send a test message and say what came of it."""
    require(request, CHANGE)
    if problem := robot.send_test(township=request.township, by=request.user):
        messages.error(request, f"测试消息没有送到：{problem}")
    else:
        messages.success(request, "机器人已接收测试消息，请到群里看一眼")
    return redirect("core:robot")


@require_POST
@signed_in
def remove_robot(request: HttpRequest) -> HttpResponse:
    """Go back to the operator's robot, or to none."""
    require(request, CHANGE)
    if robot.remove_robot(by=request.user):
        messages.success(request, "已停用本乡镇的群机器人")
    return redirect("core:robot")
