"""The way out: what speaks to other machines, within a total time, to addresses that were judged first."""
