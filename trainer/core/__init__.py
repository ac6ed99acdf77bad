"""What an exercise is: frozen data and pure functions, without Qt, database, files or clocks."""
