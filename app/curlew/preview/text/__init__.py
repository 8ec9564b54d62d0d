"""A text as it is shown: rows, folds and colours."""
