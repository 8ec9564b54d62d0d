"""What headers mean: what each is for, a value in a few words, its parts one by one, limits and freshness."""
