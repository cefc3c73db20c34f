"""The command line: the same application without the browser."""
