"""Where motions stand on the public pages."""

from renda.core.public import section

section("建议办理", "motions_public:motions", order=20)
