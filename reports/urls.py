from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.ReportList.as_view(), name="report_list"),
    path("new/", views.ReportCreate.as_view(), name="report_create"),
    path("years/", views.YearComparison.as_view(), name="years"),
    path("files/<int:pk>/", views.build_file, name="build"),
    path("<int:pk>/", views.ReportEditor.as_view(), name="report_detail"),
    path("<int:pk>/edit/", views.ReportUpdate.as_view(), name="report_update"),
    path("<int:pk>/preview/", views.ReportPreview.as_view(), name="report_preview"),
    path("<int:pk>/changes/", views.ReportChanges.as_view(), name="report_changes"),
    path("<int:pk>/figures/<str:key>/", views.PrintedFigure.as_view(), name="report_figure"),
    path("<int:pk>/figures.json", views.token_text, name="report_figures"),
    path("<int:pk>/zero/", views.confirm_zero, name="confirm_zero"),
    path("<int:pk>/chapters/new/", views.add_chapter, name="chapter_create"),
    path("<int:pk>/chapters/<int:chapter_pk>/", views.ChapterEdit.as_view(), name="chapter_update"),
    path(
        "<int:pk>/chapters/<int:chapter_pk>/restore/", views.restore_chapter, name="chapter_restore"
    ),
    path("<int:pk>/chapters/<int:chapter_pk>/remove/", views.remove_chapter, name="chapter_remove"),
    path("<int:pk>/chapters/<int:chapter_pk>/move/", views.move_chapter, name="chapter_move"),
    path("<int:pk>/build/<slug:form>/", views.request_file, name="request_file"),
]
