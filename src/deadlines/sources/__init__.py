"""Lists of other systems, read into the tables of records. Each knows what its dates mean; none knows a project."""
