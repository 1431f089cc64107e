"""Work beside the window: jobs, threads, and what keeps both safe."""
