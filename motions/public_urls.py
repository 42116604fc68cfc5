from django.urls import path

from motions.views import public

app_name = "motions_public"

urlpatterns = [
    path("motions/", public.PublicMotions.as_view(), name="motions"),
    path("motions/reports/", public.PublicReports.as_view(), name="reports"),
    path("motions/reports/<int:pk>/", public.PublicReport.as_view(), name="report"),
    path("motions/<int:pk>/", public.PublicMotion.as_view(), name="motion"),
    path("motions/<int:pk>/photos/<uuid:uuid>/", public.PublicPhoto.as_view(), name="photo"),
]
