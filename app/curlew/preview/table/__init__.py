"""A body as a table: rows, columns, cells, sorting and filtering."""
