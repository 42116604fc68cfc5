"""Where deputies stand on the public pages."""

from renda.core.public import section

section("代表", "deputies_public:deputies", order=10)
