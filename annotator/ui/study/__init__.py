"""What belongs to the study as a whole: its languages, their marks in the turns, suggestions of topics."""
