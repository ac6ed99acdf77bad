"""Walk-throughs: a procedure gone through step by step, what was answered, and what follows from it."""
