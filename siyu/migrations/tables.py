"""Every room's tables, gathered for Alembic: importing a room's models registers them."""

import importlib
import importlib.util
import pkgutil

import siyu.kernel.facts.models
import siyu.kernel.models
import siyu.modules
from siyu.kernel.db.tables import metadata

__all__ = ["metadata"]

if importlib.util.find_spec("siyu.kernel.columns.models") is not None:
    importlib.import_module("siyu.kernel.columns.models")
for _room in pkgutil.iter_modules(siyu.modules.__path__):
    _name = f"siyu.modules.{_room.name}.models"
    if importlib.util.find_spec(_name) is not None:
        importlib.import_module(_name)
