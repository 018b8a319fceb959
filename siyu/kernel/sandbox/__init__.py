"""The frame that every sandboxed vendor lives in: a world, the clock, a fault plan."""

from siyu.kernel.sandbox.faults import FaultPlan, plan, put_plan
from siyu.kernel.sandbox.residents import Push, Residents
from siyu.kernel.sandbox.world import Happening, World

__all__ = ["FaultPlan", "Happening", "Push", "Residents", "World", "plan", "put_plan"]
