from django.urls import path

from supervision.views import appraisals, board, findings, inspections, plans, projects, watch

app_name = "supervision"

urlpatterns = [
    path("plan/", plans.PlanList.as_view(), name="plan_list"),
    path("plan/new/", plans.PlanCreate.as_view(), name="plan_create"),
    path("plan/<int:pk>/", plans.PlanDetail.as_view(), name="plan_detail"),
    path("plan/<int:pk>/edit/", plans.PlanUpdate.as_view(), name="plan_update"),
    path("targets/", plans.TargetList.as_view(), name="target_list"),
    path("targets/new/", plans.TargetCreate.as_view(), name="target_create"),
    path("targets/<int:pk>/", plans.TargetDetail.as_view(), name="target_detail"),
    path("targets/<int:pk>/edit/", plans.TargetUpdate.as_view(), name="target_update"),
    path("targets/<int:pk>/progress/", plans.TargetProgress.as_view(), name="target_progress"),
    path("projects/", projects.ProjectList.as_view(), name="project_list"),
    path("projects/new/", projects.ProjectCreate.as_view(), name="project_create"),
    path("projects/<int:pk>/", projects.ProjectDetail.as_view(), name="project_detail"),
    path("projects/<int:pk>/edit/", projects.ProjectUpdate.as_view(), name="project_update"),
    path(
        "projects/<int:parent_pk>/progress/new/",
        projects.ProgressCreate.as_view(),
        name="progress_create",
    ),
    path(
        "projects/progress/<int:pk>/edit/",
        projects.ProgressUpdate.as_view(),
        name="progress_update",
    ),
    path("inspections/", inspections.InspectionList.as_view(), name="inspection_list"),
    path("inspections/new/", inspections.InspectionCreate.as_view(), name="inspection_create"),
    path("inspections/<int:pk>/", inspections.InspectionDetail.as_view(), name="inspection_detail"),
    path(
        "inspections/<int:pk>/edit/",
        inspections.InspectionUpdate.as_view(),
        name="inspection_update",
    ),
    path(
        "inspections/<int:parent_pk>/opinions/new/",
        inspections.OpinionCreate.as_view(),
        name="opinion_create",
    ),
    path("opinions/", inspections.OpinionList.as_view(), name="opinion_list"),
    path("opinions/<int:pk>/", inspections.OpinionDetail.as_view(), name="opinion_detail"),
    path("opinions/<int:pk>/edit/", inspections.OpinionUpdate.as_view(), name="opinion_update"),
    path("findings/", board.FindingBoard.as_view(), name="finding_list"),
    path("findings/table/", findings.FindingTable.as_view(), name="finding_table"),
    path("findings/paper.<slug:form>", findings.FindingPaper.as_view(), name="finding_paper"),
    path("findings/new/", findings.FindingCreate.as_view(), name="finding_create"),
    path("findings/<int:pk>/", findings.FindingDetail.as_view(), name="finding_detail"),
    path("findings/<int:pk>/edit/", findings.FindingUpdate.as_view(), name="finding_update"),
    path("appraisals/", appraisals.AppraisalList.as_view(), name="appraisal_list"),
    path("appraisals/new/", appraisals.AppraisalCreate.as_view(), name="appraisal_create"),
    path("appraisals/<int:pk>/", appraisals.AppraisalDetail.as_view(), name="appraisal_detail"),
    path(
        "appraisals/<int:pk>/edit/", appraisals.AppraisalUpdate.as_view(), name="appraisal_update"
    ),
    path("watch/", watch.WatchMatrix.as_view(), name="watch_list"),
    path("watch/new/", watch.WatchCreate.as_view(), name="watch_create"),
    path("watch/<int:pk>/", watch.WatchDetail.as_view(), name="watch_detail"),
    path("watch/<int:pk>/edit/", watch.WatchUpdate.as_view(), name="watch_update"),
    path(
        "watch/<int:parent_pk>/steps/new/",
        watch.WatchStepCreate.as_view(),
        name="watch_step_create",
    ),
    path("watch/steps/<int:pk>/edit/", watch.WatchStepUpdate.as_view(), name="watch_step_update"),
]
