"""What a body depicts: one page a kind of content, made when the first body of that kind is looked at."""
