"""What things are: pure values and functions; no disk, no net, no clock."""
