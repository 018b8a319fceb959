"""Packs built screens into the wheel; a wheel without them is not made."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKED = {
    "console": "screens/console/dist",
    "h5": "screens/mall/dist/build/h5",
    "mp-weixin": "screens/mall/dist/build/mp-weixin",
}


class Screens(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable install serves the screens from the checkout, where `make screens` puts them.
        if version == "editable" or self.target_name != "wheel":
            return
        root = Path(self.root)
        command = [sys.executable, str(root / "screens/build.py"), *PACKED]
        subprocess.run(command, check=True, env=dict(os.environ))
        for name, built in PACKED.items():
            if not (root / built).is_dir():
                raise FileNotFoundError(f"{built} was not built")
            build_data["force_include"][str(root / built)] = f"siyu/screens/{name}"
