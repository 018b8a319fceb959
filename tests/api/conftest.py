"""What door tests share: a furnished merchant, and a kit whose columns are away."""

from pathlib import Path

import pytest

from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit


@pytest.fixture
async def merchant(works: Works, tenant: TenantId) -> Merchant:
    return await furnish(works, tenant)


@pytest.fixture
def kit(database: Database, keyring: Keyring, tmp_path: Path) -> Kit:
    away = Columns.embedded("127.0.0.1", 9, "nobody")
    return made_kit(database, keyring, Settings(data=tmp_path), away)
