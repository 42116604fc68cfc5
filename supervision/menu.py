"""The pages under 监督, and 整改 for the units."""

from renda.core.menu import menu

G = "监督"
menu(G, "监督计划", "supervision:plan_list", perm="supervision.list_planitem", order=10)
menu(G, "督查视察", "supervision:inspection_list", perm="supervision.list_inspection", order=20)
menu(G, "问题清单", "supervision:finding_list", perm="supervision.browse_finding", order=30)
menu(
    G,
    "审议意见",
    "supervision:opinion_list",
    perm="supervision.browse_finding",
    order=40,
)
menu(G, "民生实事", "supervision:project_list", perm="supervision.list_livelihoodproject", order=50)
menu(G, "目标任务", "supervision:target_list", perm="supervision.list_worktarget", order=60)
menu(G, "工作评议", "supervision:appraisal_list", perm="supervision.list_appraisal", order=70)
menu(G, "换届观察", "supervision:watch_list", perm="supervision.list_electionvillage", order=80)
menu(G, "整改", "supervision:finding_list", perm="supervision.browse_own_finding", order=30)
