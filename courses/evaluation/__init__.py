"""What participants say about the training and its speakers."""
