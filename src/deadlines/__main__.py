"""``python -m deadlines`` is ``deadlines``."""

from deadlines.cli.start import main

if __name__ == "__main__":
    main()
