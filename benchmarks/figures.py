"""What a benchmark gives, and the clockwork to measure it."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; ``target`` with ``at_most`` says what it should be (None: only told)."""

    name: str
    value: float
    unit: str
    target: float | None = None
    at_most: bool = True

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target

    def row(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "met": self.met}

    def __str__(self) -> str:
        verdict = {None: "", True: " ok", False: " MISSED"}[self.met]
        goal = "" if self.target is None else f"  ({'at most' if self.at_most else 'at least'} {self.target:g}{verdict})"
        return f"{self.name:60} {self.value:10.3f} {self.unit}{goal}"


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def growth(times: Mapping[int, float]) -> float:
    """The exponent by which time grows from the smallest to the largest size: 1 is linear."""
    small, large = min(times), max(times)
    return math.log(times[large] / times[small]) / math.log(large / small)
