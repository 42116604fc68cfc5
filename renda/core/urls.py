from django.urls import path

from renda.core.views import account, desk, figures, files, system
from renda.core.views.steps import TransitionPage

app_name = "core"

urlpatterns = [
    path("", desk.Workbench.as_view(), name="workbench"),
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", account.Logout.as_view(), name="logout"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/password/", account.Password.as_view(), name="password"),
    path("account/large-type/", account.large_type, name="large_type"),
    path("account/year/", account.choose_year, name="choose_year"),
    path("account/township/", account.choose_township, name="choose_township"),
    path("search/", desk.Search.as_view(), name="search"),
    path("inbox/", desk.Inbox.as_view(), name="inbox"),
    path("inbox/read/", desk.read_all, name="read_all"),
    path("inbox/<int:pk>/", desk.open_message, name="message"),
    path("done/", desk.Done.as_view(), name="done"),
    path("done/<int:pk>/", desk.open_entry, name="entry"),
    path("jobs/<int:pk>/", desk.JobPage.as_view(), name="job"),
    path("jobs/<int:pk>/cancel/", desk.cancel_job, name="cancel_job"),
    path("deadlines/", desk.Deadlines.as_view(), name="deadlines"),
    path("health/", desk.Health.as_view(), name="health"),
    path("figures/", figures.FigureList.as_view(), name="figures"),
    path("figures/<str:key>/", figures.FigurePage.as_view(), name="figure"),
    path("county/", figures.County.as_view(), name="county"),
    path("step/<str:model>/<int:pk>/<slug:step>/", TransitionPage.as_view(), name="step"),
    path("paper/<str:model>/<int:pk>/<slug:key>.<slug:form>", files.paper, name="paper"),
    path("file/<uuid:uuid>/", files.attachment, name="attachment"),
    path("attach/<str:model>/<int:pk>/", files.attach_file, name="attach"),
    path("void/<str:model>/<int:pk>/", files.void, name="void"),
    path("system/audit/", system.AuditList.as_view(), name="audit"),
    path("system/rules/", system.RuleList.as_view(), name="rules"),
    path("system/rules/<str:key>/", system.RuleEdit.as_view(), name="rule"),
    path("system/terms/new/", system.TermCreate.as_view(), name="term_create"),
    path("system/units/", system.UnitList.as_view(), name="units"),
    path("system/units/new/", system.UnitCreate.as_view(), name="unit_create"),
    path("system/units/<int:pk>/", system.UnitDetail.as_view(), name="unit"),
    path("system/units/<int:pk>/edit/", system.UnitUpdate.as_view(), name="unit_update"),
    path("system/accounts/", system.AccountList.as_view(), name="accounts"),
    path("system/accounts/new/", system.AccountCreate.as_view(), name="account_create"),
    path("system/accounts/<int:pk>/reset/", system.reset_password, name="reset_password"),
    path("healthz", desk.healthz, name="healthz"),
]
