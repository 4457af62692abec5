"""A file a format: text or bytes to documents. Libraries for a format are imported when such a file is read."""
