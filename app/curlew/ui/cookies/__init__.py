"""The cookie manager: the jars of the open workspace, cookie by cookie."""
