"""Life events: what changed after applying is reported, and what follows is shown before it is sent."""
