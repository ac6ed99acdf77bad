"""The incident trainer: drills people on their incident management plan and reports its gaps."""

__version__ = "0.1.0"
