"""The parts of the page: escaped HTML out of records, styles and scripts. Used by app.py alone."""
