"""The desktop program: windows and their parts. Nothing below the consoles depends on this package."""
