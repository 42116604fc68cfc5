"""The township's group robot: where messages go besides the inbox and e-mail."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from renda.core import audit
from renda.core.models import Robot, Township, User
from renda.core.webhook import Refused, checked, post_text


def robot_url() -> str:
    """The address in force in the township in scope: its own, else the operator's, else none."""
    own = Robot.objects.values_list("url", flat=True).first()
    return own or settings.WEBHOOK_URL


def set_robot(url: str, *, township: Township, by: User) -> None:
    """Use this address from now on; ``ValidationError`` says why it can't be. History keeps the host alone.

    The name is looked up before the transaction begins: nobody else's writing waits for a slow network.
    """
    try:
        checked(url)
    except Refused as error:
        raise ValidationError(str(error)) from None
    with transaction.atomic():
        robot, _ = Robot.objects.update_or_create(township=township, defaults={"url": url})
        audit.record(by, "设置群机器人", robot, host=robot.host)


@transaction.atomic
def remove_robot(*, by: User) -> bool:
    """Take the township's own address back; whether there was one."""
    robot = Robot.objects.select_for_update().first()
    if robot is None:
        return False
    audit.record(by, "停用群机器人", robot, host=robot.host)
    robot.delete()
    return True


def send_test(*, township: Township, by: User) -> str:
    """Send a test message; empty if the robot took it, else what is wrong, in Chinese."""
    url = robot_url()
    if not url:
        return "还没有设置群机器人的地址"
    now = timezone.localtime()
    try:
        post_text(url, f"{township}人大：测试消息，{now:%Y-%m-%d %H:%M} 由{by.name}发送")
    except Refused as error:
        problem = str(error)
    except OSError as error:
        problem = f"连接不上机器人（{error}），请核对地址和服务器的网络"
    else:
        problem = ""
    audit.record(by, "测试群机器人", township, result=problem or "成功")
    return problem
