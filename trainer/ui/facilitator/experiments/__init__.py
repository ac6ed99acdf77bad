"""Experiments in a real, non-production system on the facilitator's desk: what they do, approval, standing, stop."""

from trainer.ui.facilitator.experiments.desk import ExperimentsDesk, experiments_desk
from trainer.ui.facilitator.experiments.page import ExperimentsPage
from trainer.ui.facilitator.experiments.strip import StopStrip

__all__ = ["ExperimentsDesk", "ExperimentsPage", "StopStrip", "experiments_desk"]
