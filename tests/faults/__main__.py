"""Run the faults and print what came of each, counted at the relay."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from tests.faults.digests import digest_run
from tests.faults.fault import BOTH, NotInjected, faults
from tests.faults.long import long_run
from tests.faults.tally import Tally
from tests.faults.world import LedgerKind, World
from tests.sink import Sink


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="which faults; all unless given")
    parser.add_argument("--ledger", choices=(*BOTH, "both"), default="both")
    parser.add_argument(
        "--long", action="store_true", help="the long run instead: ten thousand reminders, kills at random"
    )
    parser.add_argument(
        "--digests", action="store_true", help="digests of which a part is refused, and kills at random"
    )
    options = parser.parse_args()
    kinds = BOTH if options.ledger == "both" else (options.ledger,)
    if options.long:
        return run_at_random(kinds, long_run)
    if options.digests:
        return run_at_random(kinds, digest_run)
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


def run_at_random(kinds: Sequence[LedgerKind], run: Callable[[World], None]) -> int:
    """Print for each ledger what the relay counted of a run with kills at random, and what does not hold."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="faults-") as name, Sink.start(Path(name) / "sink") as sink:
        for kind in kinds:
            world, began = World(Path(name) / kind, kind, sink), monotonic()
            run(world)
            wrong = world.wrong()
            failed = failed or bool(wrong)
            print(f"{kind}: {world.tally()} · lines lost {sink.lost_lines()} · {monotonic() - began:.0f} s", flush=True)
            for line in wrong[:20]:
                print(f"    {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
