"""Run the faults and print what came of each, counted at the relay."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.fault import BOTH, NotInjected, faults
from tests.faults.tally import Tally
from tests.faults.world import World
from tests.sink import Sink


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="which faults; all unless given")
    parser.add_argument("--ledger", choices=(*BOTH, "both"), default="both")
    options = parser.parse_args()
    kinds = BOTH if options.ledger == "both" else (options.ledger,)
    total, run, failed = Tally(), set(), set()
    with tempfile.TemporaryDirectory(prefix="faults-") as name, Sink.start(Path(name) / "sink") as sink:
        for number, (fault, kind) in enumerate(faults(tuple(options.numbers), kinds)):
            world = World(Path(name) / str(number), kind, sink)
            try:
                fault.inject(world)
                wrong = world.wrong()
            except NotInjected as reason:
                print(f"{fault.number:>2}  {kind:<8}  NOT INJECTED  {fault.name}: {reason}", flush=True)
                failed.add(fault.number)
                continue
            except AssertionError as error:
                wrong = [str(error) or "failed"]
            tally = world.tally()
            total += tally
            run.add(fault.number)
            if wrong:
                failed.add(fault.number)
            print(f"{fault.number:>2}  {kind:<8}  {'FAILED' if wrong else 'held'}  {fault.name}: {tally}", flush=True)
            for line in wrong:
                print(f"    {line}")
    print(f"faults {len(run - failed)}/{len(run)} · {total}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
