"""What the filter above a body is made of: its field, the completion, the process behind it, and what was asked before."""
