"""Experiments in a real, non-production system, through Chaos Toolkit's published library in a child process.

`resolve` puts in what an experiment's file leaves open; `safety` says what it would do and refuses what must not be;
`child` is the process that does it, `launch` the handle on that process, `undo` the record by which a killed one is
found again. The library is loaded in the child alone, after a person has approved.
"""
