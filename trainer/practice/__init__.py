"""A small real system for practice: a web shop of a few processes on the loopback interface.

Five processes make it up: `store` owns a SQLite database, `payment` authorises, `web` takes orders and calls both,
`customers` sends real orders at a steady rate, and `monitor` shows the figures. A `supervisor` starts them and notes
what becomes of them; it never restarts any, for that is what people practise. `shop` starts, stops and looks,
`faults` breaks for real and undoes it, `probes` measures from outside. All of it lives in one folder.

It needs signals that stop and continue a process (POSIX), so it runs on Linux and macOS and not on Windows.
"""
