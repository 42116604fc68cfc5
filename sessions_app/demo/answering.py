"""An interpellation of the latest session, and the reports of the credentials committee."""

from datetime import date, timedelta

from deputies.models import Mandate
from renda.core.demo import Demo
from sessions_app.models import (
    CredentialReport,
    Interpellation,
    InterpellationSponsor,
    Session,
)

BY_ELECTED_ON = date(2025, 7, 18)


def load_interpellation(demo: Demo, session: Session) -> None:
    """Ten deputies ask about sewers that stay unconnected; the answer did for all but two."""
    day = session.opens_on
    asked = Interpellation.objects.create(
        session=session,
        unit=demo.shared["units"]["build"],
        subject="集镇生活污水管网长期不能接户",
        text="集镇污水主管道已于上年建成，沿街二百余户至今没有接入，污水仍排入练溪。"
        "请说明原因、责任单位和接户完成的时间。",
        submitted_on=day,
        way=Interpellation.Way.ORAL,
        decided_on=day,
        answered_on=session.closes_on,
        answered_at="主席团第二次会议",
        answered_by="村镇建设办公室主任 蒋文斌",
        answer="接户方案未与住户逐户对接，致工期延误。两个月内完成入户勘查，半年内全部接入。",
        dissatisfied=2,
        outcome=Interpellation.Outcome.SETTLED,
    )
    InterpellationSponsor.objects.bulk_create(
        InterpellationSponsor(
            township=demo.township, interpellation=asked, deputy=deputy, revision=1
        )
        for deputy in demo.shared["deputies"][:10]
    )
    demo.record(demo.users["clerk"], "登记", [asked], session.closes_on)


def load_credentials(demo: Demo, session: Session) -> None:
    """Those elected to the term, reported on before its first session; the one by-elected since."""
    term = demo.shared["term"]
    elected = Mandate.objects.of_township().filter(term=term, is_by_election=False).count()
    chair = "顾长根" if demo.full else "俞卫国"
    reports = [
        CredentialReport(
            township=demo.township,
            term=term,
            kind=CredentialReport.Kind.GENERAL,
            reported_on=session.opens_on - timedelta(days=1),
            reported_by=f"代表资格审查委员会主任委员 {chair}",
            confirmed=elected,
            text="各选区选举程序合法，当选代表的资格全部有效。",
            session=session,
            revision=1,
        )
    ]
    if demo.full and demo.today > BY_ELECTED_ON:
        reports.append(
            CredentialReport(
                township=demo.township,
                term=term,
                kind=CredentialReport.Kind.BY_ELECTION,
                reported_on=BY_ELECTED_ON,
                reported_by=f"代表资格审查委员会主任委员 {chair}",
                confirmed=1,
                text="补选程序合法，凌海燕的代表资格有效，由主席团确认并公布。",
                revision=1,
            )
        )
    for report in CredentialReport.objects.bulk_create(reports):
        demo.record(demo.users["clerk"], "登记", [report], report.reported_on)
