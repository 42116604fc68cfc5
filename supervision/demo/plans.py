"""The year's plans, the government's goals, the projects for the people."""

from datetime import date, timedelta
from random import Random

from renda.core.demo import Demo
from supervision.demo import texts
from supervision.demo.days import ago
from supervision.models import LivelihoodProject, PlanItem, ProjectProgress, WorkTarget

S = LivelihoodProject.Status


def load_plans(demo: Demo) -> None:
    """Each year's plan; leaves ``plan``: items by (year, title)."""
    year, units = demo.today.year, demo.shared["units"]
    plans = {2025: texts.SMALL_PLAN, year: texts.SMALL_PLAN}
    if demo.full:
        plans = {2024: texts.PLAN_2024, 2025: texts.PLAN_2025, year: texts.PLAN_NOW}
    rows = [(of, *row) for of, plan in plans.items() for row in plan]
    items = PlanItem.objects.bulk_create(
        PlanItem(
            township=demo.township,
            year=of,
            month=month,
            title=title,
            kind=kind,
            unit=units[unit],
            lead=lead,
        )
        for of, month, title, kind, unit, lead in rows
    )
    demo.shared["plan"] = {(item.year, item.title): item for item in items}
    demo.record(demo.users["clerk"], "登记", items, lambda item: date(item.year, 1, 15))


def load_targets(demo: Demo, chance: Random) -> None:
    """Goals split to units, leaders and persons: past years' reached, this year's under way."""
    year = demo.today.year
    rows = []
    if demo.full:
        rows += [past_target(demo, 2024, row) for row in texts.TARGETS_2024]
    goals = texts.TARGETS_2025 if demo.full else texts.SMALL_TARGETS
    rows += [past_target(demo, 2025, row) for row in goals]
    rows += [
        target_now(demo, chance, row, place)
        for place, row in enumerate(texts.TARGETS_NOW if demo.full else texts.TARGETS_NOW[8:12:2])
    ]
    created = WorkTarget.objects.bulk_create(rows)
    clerk, begun = demo.users["clerk"], [t for t in created if t.year == year and t.percent]
    demo.record(clerk, "登记", created, lambda target: date(target.year, 2, 10))
    demo.record(clerk, "更新进度", begun, lambda target: target.done_on or ago(demo, 9))


def past_target(demo: Demo, year: int, row: tuple) -> WorkTarget:
    """A goal of a year that is over: reached in the month in which it was due."""
    unit, leader, person, content, month = row
    return WorkTarget(
        township=demo.township,
        year=year,
        content=content,
        unit=demo.shared["units"][unit],
        leader=leader,
        person=person,
        due_on=date(year, month, 28),
        percent=100,
        done_on=date(year, month, 20),
        progress_note="已完成并通过验收。",
    )


def target_now(demo: Demo, chance: Random, row: tuple, place: int) -> WorkTarget:
    """A goal of this year: some reached, one overdue, the others on their way."""
    unit, leader, person, content = row
    today = demo.today
    due = date(today.year, 12, 20)
    percent, done_on = chance.choice([20, 35, 45, 60, 75, 80]), None
    if place % 5 == 1:
        percent, done_on, due = 100, ago(demo, 20), today
    elif place == 2:
        percent, due = 70, today - timedelta(days=8)
    elif place == 7:
        percent = 0
    return WorkTarget(
        township=demo.township,
        year=today.year,
        content=content,
        unit=demo.shared["units"][unit],
        leader=leader,
        person=person,
        due_on=due,
        percent=percent,
        done_on=done_on,
        progress_note="按计划推进。" if percent else "",
    )


def load_projects(demo: Demo, chance: Random) -> None:
    """Projects of each year; leaves ``projects``: rows by year."""
    year = demo.today.year
    past = texts.PROJECTS_2025 if demo.full else texts.SMALL_PROJECTS
    now = texts.PROJECTS_NOW if demo.full else texts.SMALL_PROJECTS_NOW
    found: dict[int, list[LivelihoodProject]] = {
        2025: [rated(demo, 2025, no, row) for no, row in enumerate(past, 1)],
        year: [under_way(demo, no, row) for no, row in enumerate(now, 1)],
    }
    if demo.full:
        found[2024] = [rated(demo, 2024, no, r) for no, r in enumerate(texts.PROJECTS_2024, 1)]
        found[year + 1] = [
            collected(demo, no, row) for no, row in enumerate(texts.PROJECTS_NEXT, 1)
        ]
    projects = LivelihoodProject.objects.bulk_create(p for rows in found.values() for p in rows)
    ProjectProgress.objects.bulk_create(
        report for project in projects for report in progress_of(demo, chance, project)
    )
    demo.record(demo.users["clerk"], "登记", projects, collected_on)
    demo.shared["projects"] = found


def collected_on(project: LivelihoodProject) -> date:
    """Projects are gathered in the autumn before their year."""
    return date(project.year - 1, 11, 12)


def project(demo: Demo, year: int, no: int, row: tuple, **more) -> LivelihoodProject:
    """A project decided by the congress at the year's first session."""
    name, content, investment, unit, leader = row
    return LivelihoodProject(
        township=demo.township,
        year=year,
        no=no,
        name=name,
        content=content,
        proposed_by="公开征集",
        investment=investment,
        funds="财政资金",
        unit=demo.shared["units"][unit],
        leader=leader,
        due_on=date(year, 12, 10),
        chosen_on=date(year, 1, 21),
        started_on=date(year, 3, 1 + no),
        **more,
    )


def rated(demo: Demo, year: int, no: int, row: tuple) -> LivelihoodProject:
    """A project of a year that is over: completed and rated."""
    low = no % 4
    return project(
        demo,
        year,
        no,
        row,
        status=S.RATED,
        votes_for=58 - low if demo.full else 42 - low,
        done_on=date(year, 12, 1) - timedelta(days=9 * (no % 5)),
        rated_on=date(year, 12, 18),
        satisfied=48 - 3 * low if demo.full else 36 - low,
        basically_satisfied=8 + 2 * low if demo.full else 4,
        dissatisfied=low // 2,
    )


def under_way(demo: Demo, no: int, row: tuple) -> LivelihoodProject:
    """A project of this year as far as the year has come: two are completed by summer, one lags."""
    today, year = demo.today, demo.today.year
    votes = 57 if demo.full else 41
    if today < date(year, 1, 21):
        made = project(demo, year, no, row, status=S.SHORTLISTED)
        made.chosen_on = made.started_on = None
        return made
    if no == 9 or today < date(year, 3, 1 + no):
        made = project(demo, year, no, row, status=S.CHOSEN, votes_for=votes)
        made.started_on = None
        return made
    if no in (6, 10) and today > date(year, 6, 30):
        done = ago(demo, 30)
        return project(demo, year, no, row, status=S.DONE, votes_for=votes, done_on=done)
    return project(demo, year, no, row, status=S.UNDERWAY, votes_for=votes)


def collected(demo: Demo, no: int, row: tuple) -> LivelihoodProject:
    """A wish for next year."""
    name, content, investment, source = row
    return LivelihoodProject(
        township=demo.township,
        year=demo.today.year + 1,
        no=no,
        name=name,
        content=content,
        investment=investment,
        proposed_by=source,
        status=S.SHORTLISTED if no == 1 else S.COLLECTED,
    )


def progress_of(demo: Demo, chance: Random, project: LivelihoodProject) -> list[ProjectProgress]:
    """Quarterly reports until completion or today."""
    if project.started_on is None:
        return []
    steps = ((4, 10, 15), (6, 28, 55), (9, 25, 80), (11, 20, 95))
    last = project.done_on or demo.today
    return [
        ProjectProgress(
            township=demo.township,
            project=project,
            on=date(project.year, month, day),
            percent=percent - chance.randrange(0, 10),
            spent=project.investment * percent // 100,
            note="按计划施工。" if percent < 80 else "主体完工，正在收尾。",
        )
        for month, day, percent in steps
        if date(project.year, month, day) <= last
    ]
