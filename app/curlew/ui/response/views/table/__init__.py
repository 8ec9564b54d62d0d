"""The parts of the table view."""
