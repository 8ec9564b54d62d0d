"""The examples of a request: their list, and the editor of one."""
