"""${message}

Read it by eye before it lands. It runs on a database that holds certificates: no column with
data is dropped, and a long rewrite of a table that people write to is split.
"""

import lms.db
import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
