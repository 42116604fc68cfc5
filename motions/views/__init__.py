"""The pages about motions."""
