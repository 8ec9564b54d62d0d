"""Asking a body for parts of it: JSONPath, JMESPath and XPath, worked out in a child process that can be stopped."""
