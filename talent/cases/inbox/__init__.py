"""The bureau's inbox: whose case is whose, the boxes and filters of the list, many cases at a time."""
