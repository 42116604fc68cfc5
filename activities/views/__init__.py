"""The pages of activities, opinions, contacts with voters, and publicity."""
