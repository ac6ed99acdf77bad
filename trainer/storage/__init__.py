"""Files and databases: YAML with positions, the library, portable exercise files."""
