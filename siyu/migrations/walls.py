"""What every migration that makes a table also does: the wall between tenants, and grants."""

from alembic import context, op

from siyu.kernel.db.tables import TENANT_POLICY


def prefix() -> str:
    return context.config.attributes["prefix"]


def make_schema(schema: str) -> None:
    op.execute(f"create schema {schema}")
    for role in ("app", "relay", "search"):
        op.execute(f"grant usage on schema {schema} to {prefix()}_{role}")


def tenant_wall(table: str, *, may: str = "select, insert, update, delete") -> None:
    """Row security that also binds the owner; the app role sees the tenant of its setting only."""
    name = table.replace(".", "_")
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy {name}_tenant on {table} to {prefix()}_app, {prefix()}_owner "
        f"using ({TENANT_POLICY}) with check ({TENANT_POLICY})"
    )
    op.execute(f"grant {may} on {table} to {prefix()}_app")


def open_to_relay(table: str, *, may: str = "select") -> None:
    """Let the relay see every tenant's rows of a queue or of the log of facts."""
    _open(table, "relay", "for all", "using (true) with check (true)")
    op.execute(f"grant {may} on {table} to {prefix()}_relay")


def open_to_search(table: str) -> None:
    """Let the definer functions of searches read; they take the tenant from the setting."""
    _open(table, "search", "for select", "using (true)")
    op.execute(f"grant select on {table} to {prefix()}_search")


def _open(table: str, role: str, what: str, rule: str) -> None:
    name = f"{table.replace('.', '_')}_{role}"
    op.execute(f"create policy {name} on {table} {what} to {prefix()}_{role} {rule}")


def search_function(signature: str, returns: str, body: str) -> None:
    """A SECURITY DEFINER function of the search role: keeps trigram indexes under row security."""
    op.execute(
        f"create function {signature} returns {returns} language sql stable security definer "
        f"set search_path = pg_catalog, public as $body${body}$body$"
    )
    op.execute(f"revoke all on function {signature} from public")
    op.execute(f"grant execute on function {signature} to {prefix()}_app")
    schema, search = signature.partition(".")[0], f"{prefix()}_search"
    # A function's new owner must be able to create in its schema, for this moment only.
    op.execute(f"grant create on schema {schema} to {search}")
    op.execute(f"alter function {signature} owner to {search}")
    op.execute(f"revoke create on schema {schema} from {search}")
