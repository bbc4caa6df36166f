from tests.databases import (
    database,
    database_url,
    postgresql_cluster,
    postgresql_template,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "database",
    "database_url",
    "postgresql_cluster",
    "postgresql_template",
    "postgresql_url",
    "sqlite_template",
    "sqlite_url",
]
