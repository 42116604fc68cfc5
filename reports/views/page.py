"""What the pages of one report share."""

from django.utils.functional import cached_property
from django.views.generic import DetailView

from renda.core.views import PagePermission
from reports import services
from reports.models import AnnualReport

REPORTS = ("年度报告", "reports:report_list")


class ReportPage(PagePermission, DetailView):
    """What the report's own pages share: the report and its compilation."""

    model = AnnualReport
    permission_required = "reports.view_annualreport"
    crumbs = (REPORTS,)

    def get_queryset(self):
        return AnnualReport.objects.select_related("township")

    def get_object(self, queryset=None) -> AnnualReport:
        if not hasattr(self, "_report"):
            self._report = super().get_object(queryset)
        return self._report

    def get_permission_object(self) -> AnnualReport:
        return self.get_object()

    @cached_property
    def compiled(self) -> services.Compiled:
        return services.compile_report(self.get_object())

    @property
    def can_edit(self) -> bool:
        return self.request.user.has_perm("reports.change_annualreport", self.get_object())
