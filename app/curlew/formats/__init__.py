"""Other tools' files and commands, one file a format."""
