"""What the county compares of its deputies' activities."""

from renda.core.comparing import compare

compare("activities.held", "活动", overview=90, duty=30)
compare("activities.person_times", "参加人次", duty=40)
compare("activities.attendance_rate", "参加率 %", duty=50)
compare("activities.voter_contacts", "走访接待", duty=60)
compare("activities.deed_deputies", "有事例", duty=90)
