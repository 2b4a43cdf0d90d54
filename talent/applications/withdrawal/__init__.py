"""Taking an application back before it is decided, and throwing a draft away."""
