"""What the county compares of its townships' deputies."""

from renda.core.comparing import card, compare

compare("deputies.in_office", "代表", overview=10, duty=10)
compare("deputies.women", "妇女", duty=20)
compare("deputies.trainings", "学习培训", duty=70)
compare("deputies.duty_reports", "述职", duty=80)
card("deputies.in_office", "代表", order=10)
