"""The report's places in the menu."""

from renda.core.menu import menu

menu("年度报告", "年度报告", "reports:report_list", perm="reports.list_annualreport", order=10)
menu("年度报告", "历年对比", "reports:years", perm="core.view_figures", icon="bar-chart", order=55)
