"""The pages of the congress, its presidium and its rules."""
