"""The use cases; the one place where a send is put in order."""
