from django.urls import path

from motions.views import publishing

app_name = "motions_public"

urlpatterns = [
    path("motions/", publishing.PublicMotions.as_view(), name="motions"),
    path("motions/<int:pk>/", publishing.PublicMotion.as_view(), name="motion"),
    path("motions/<int:pk>/photos/<uuid:uuid>/", publishing.PublicPhoto.as_view(), name="photo"),
]
