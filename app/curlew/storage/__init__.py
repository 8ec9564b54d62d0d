"""What lies on disk: collections, workspaces, drafts, history, settings."""
