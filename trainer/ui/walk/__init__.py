"""What the consoles of a walk-through share: its words, and the widgets with which a step is answered and shown."""
