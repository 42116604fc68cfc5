from django.urls import path

from deputies.views import public

app_name = "deputies_public"

urlpatterns = [
    path("deputies/", public.PublicDeputies.as_view(), name="deputies"),
    path("deputies/<int:pk>/", public.PublicDeputy.as_view(), name="deputy"),
]
