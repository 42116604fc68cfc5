"""Days and people of the warnings."""

from datetime import date, timedelta

from motions import services
from motions.models import Reminder

DUE = date(2025, 6, 25)


def days(number):
    return timedelta(days=number)


def order_of(motion, people, on=date(2025, 6, 30)):
    order = Reminder(
        motion=motion, assignment=motion.row, text="请负责人亲自过问。", leader="主席沈国良",
        feedback_due=date(2025, 7, 7), on=on,
    )  # fmt: skip
    return services.order(order=order, by=people.users["clerk"])
