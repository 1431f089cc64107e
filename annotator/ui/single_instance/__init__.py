"""One window for each project: who opens it again is led to the window that has it."""
