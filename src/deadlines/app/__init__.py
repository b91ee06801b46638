"""What the product does, one function each: values and ``now`` in, values out. The commands only parse and print."""
