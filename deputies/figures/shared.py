"""What the figures of this app share."""

GROUP = "代表与学习"
