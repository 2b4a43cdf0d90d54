"""What `make bench` runs. Each module gives `figures()`: name -> (value, unit, bound)."""
