"""The review: where an ended exercise is debriefed, rated and read."""

from trainer.ui.review.page import ReviewPage

__all__ = ["ReviewPage"]
