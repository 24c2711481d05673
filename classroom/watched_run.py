"""What every training run that a panel shows can do: go on to a step, in a given time; go back."""

import math
import time


class WatchedRun:
    """A run with a `trainer`, and a `curve` to which its `_measure` adds a point."""

    def advance_to(self, target, every=None, seconds=math.inf):
        """Train up to step `target`, with a point of the curve every so many steps.

        Stops earlier once `seconds` are over (after one step at least) or if training diverges.
        """
        every = every or max(1, target // 20)
        end = time.perf_counter() + seconds
        while self.trainer.steps < target and self.trainer.step():
            late = time.perf_counter() > end
            if late or self.trainer.steps % every == 0 or self.trainer.steps == target:
                self._measure()
            if late:
                break
        if self.trainer.stopped:
            self._measure()

    def reset(self):
        """Go back to the starting parameters."""
        self.trainer.reset()
        self.curve.clear()
        self._measure()
