"""The frame of the desktop program: main window, places, menus, and the windows of an open exercise."""
