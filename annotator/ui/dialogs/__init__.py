"""What is asked in windows of its own, and the parts that dialogs share."""
