"""Plays a whole training through the real pages, for practice and as proof."""
