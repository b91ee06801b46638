"""``python -m deadlines`` is ``deadlines``."""

from deadlines.cli.main import main

if __name__ == "__main__":
    main()
