"""Home: where drills are started, resumed and found again; the library; and the set-up of an exercise.

The pages are imported one by one, when they are first wanted.
"""
