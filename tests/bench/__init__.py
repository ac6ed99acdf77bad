"""Planted gaps: drills of which somebody who knows the taxonomy has said beforehand what is to be found."""
