"""Where motions stand on the public pages."""

from renda.core.public import section

section("建议办理", "motions_public:motions", order=20)
section("办理情况报告", "motions_public:reports", order=30)
