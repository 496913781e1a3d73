"""One text under many outlets: recognised at the door, parsed once, shown as what it is."""
