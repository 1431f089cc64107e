"""What the window says: translation, errors, names of labels, numbers, times, metadata of turns."""
