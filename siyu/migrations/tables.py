"""Every room's tables, gathered for Alembic: importing a room's models registers them."""

import importlib
import importlib.util
import pkgutil

import siyu.kernel.facts.models
import siyu.kernel.models
import siyu.modules
from siyu.kernel.db.tables import metadata

__all__ = ["metadata"]

for _part in ("columns", "sandbox"):
    importlib.import_module(f"siyu.kernel.{_part}.models")
for _room in pkgutil.iter_modules(siyu.modules.__path__):
    _name = f"siyu.modules.{_room.name}.models"
    if importlib.util.find_spec(_name) is not None:
        importlib.import_module(_name)
