"""Queries of rules: SELECT over known tables, with every name resolved here and written out in full.

Every column is written with the alias of its table, so that DuckDB has nothing left to resolve; which columns
of which table are read is noted on the way. What would multiply tables is refused: a join, and a subquery
that looks at the row outside, must say which columns are equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlglot import exp

from dateline.engine.combinations import ROWS, TIMES, Grouped
from dateline.engine.rule_sql import RuleSqlError
from dateline.engine.rule_text import Fault, nearest, shown
from dateline.engine.rule_values import ANY, GROUPED, Values, aggregates, combines, conjuncts


@dataclass(frozen=True, slots=True)
class Relation:
    """What can stand in FROM: a known table, a query of WITH, or one in parentheses."""

    sql: str
    columns: Collection[str]
    table: str | None = None
    """Name of the known table."""


@dataclass(frozen=True, slots=True)
class Written:
    """A query as SQL, with the names of the columns that it gives; empty where one has no name."""

    sql: str
    outputs: tuple[str, ...]


@dataclass(slots=True)
class Row:
    """What names mean in an expression over one row: columns, nothing else."""

    fault: Fault
    columns: Collection[str]
    standing: Mapping[str, str]
    """Names that stand for columns."""
    used: set[str] = field(default_factory=set)

    def column(self, node: exp.Column) -> str:
        """SQL of a column."""
        if node.table:
            raise self.fault(
                f"“{node.table}.{node.name}” names a table.", f"Write {node.name}: there is one row."
            )
        name = self.standing.get(node.name, node.name)
        if name not in self.columns:
            raise _unknown_column(self.fault, node.name, [*self.columns, *self.standing])
        self.used.add(name)
        return quoted(name)

    def subquery(self, node: exp.Query, *, exists: bool = False, member: bool = False) -> str:
        """There is nothing to ask."""
        raise self.fault(
            f"“{shown(node)}” is a query inside a condition about one row.",
            "Give the rule `scope: query`, and join or use EXISTS there.",
        )


@dataclass(slots=True)
class Scope:
    """What names mean inside one SELECT."""

    selects: Selects
    known: Mapping[str, Relation]
    outer: Scope | None
    sources: dict[str, Relation] = field(default_factory=dict)
    """What stands in FROM, by alias."""
    merged: dict[str, str] = field(default_factory=dict)
    """Columns of USING, with the alias of the table that they are taken from."""
    correlated: bool = False
    """Whether something outside is named."""

    def column(self, node: exp.Column) -> str:
        """SQL of a column, noted as read."""
        scope, alias = self.find(node)
        inner: Scope | None = self
        while inner is not None and inner is not scope:
            inner.correlated = True
            inner = inner.outer
        table = scope.sources[alias].table
        if table is not None:
            self.selects.used[table].add(node.name)
        return f"{quoted(alias)}.{quoted(node.name)}"

    def find(self, node: exp.Column) -> tuple[Scope, str]:
        """The scope that knows a column, and the alias of its table."""
        name, alias = node.name, node.table
        scope: Scope | None = self
        while scope is not None:
            if alias in scope.sources:
                if name in scope.sources[alias].columns:
                    return scope, alias
                raise _unknown_column(self.selects.fault, f"{alias}.{name}", scope.sources[alias].columns)
            if not alias and (found := scope._holder(name)):
                return scope, found
            scope = scope.outer
        if alias:
            raise self.selects.fault(
                f"“{alias}.{name}”: nothing in FROM is called {alias}.",
                nearest(alias, self._aliases()) or f"There is {', '.join(self._aliases())}.",
            )
        raise _unknown_column(self.selects.fault, name, {one for it in self._all() for one in it.columns})

    def _holder(self, name: str) -> str | None:
        holders = [alias for alias, relation in self.sources.items() if name in relation.columns]
        if name in self.merged:
            return self.merged[name]
        if len(holders) > 1 and name not in self.selects.constants:
            raise self.selects.fault(
                f"“{name}” is a column of {' and of '.join(holders)}.", f"Write {holders[0]}.{name}."
            )
        return holders[0] if holders else None

    def _scopes(self) -> Iterable[Scope]:
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer

    def _aliases(self) -> list[str]:
        return [alias for scope in self._scopes() for alias in scope.sources]

    def _all(self) -> list[Relation]:
        return [relation for scope in self._scopes() for relation in scope.sources.values()]

    def add(self, alias: str, relation: Relation) -> None:
        """Put something into FROM."""
        if alias.lower() in {one.lower() for one in self._aliases()}:
            raise self.selects.fault(
                f"Two tables are called {alias} here.",
                f"Give one another name: {relation.table or '(…)'} AS other.",
            )
        self.sources[alias] = relation
        if relation.table is not None:
            self.selects.used.setdefault(relation.table, set())

    def subquery(self, node: exp.Query, *, exists: bool = False, member: bool = False) -> str:
        """SQL of a query inside this SELECT, in parentheses."""
        written = self.selects.query(node, self.known, self, named=False)
        if not exists and len(written.outputs) != 1:
            raise self.selects.fault(
                f"“{shown(node)}” gives {len(written.outputs)} columns where one value is needed.",
                "Select one.",
            )
        if not exists and not member and not _is_single(node):
            raise self.selects.fault(
                f"“{shown(node)}” may give several rows where one value is needed.",
                "Select one aggregate without GROUP BY, as in (SELECT count(*) FROM events), or join.",
            )
        return f"({written.sql})"

    def reach(self, node: exp.Expr) -> tuple[set[str], bool]:
        """Aliases of this SELECT that an expression names, and whether it names anything outside."""
        found = [self.find(column) for column in node.find_all(exp.Column)]
        return {alias for scope, alias in found if scope is self}, any(
            scope is not self for scope, _ in found
        )


@dataclass(slots=True)
class Selects:
    """Writes one query. `constants`: columns with one value in all rows of all tables, so that it does not
    matter whose is meant. `used`: columns read, by known table. `grouped`: parts that group one table, by
    what they are called; what these read is not in `used`."""

    fault: Fault
    constants: Collection[str]
    used: dict[str, set[str]] = field(default_factory=dict)
    grouped: dict[str, Grouped] = field(default_factory=dict)
    times: str | None = None
    """SQL of how many rows each stands for, where combinations of values are read."""

    def query(
        self,
        node: exp.Expr,
        known: Mapping[str, Relation],
        outer: Scope | None = None,
        *,
        named: bool = True,
    ) -> Written:
        """A SELECT, or several with UNION ALL. `named`: every column that it gives must have a name."""
        prefix, known = self._with(node, known)
        if isinstance(node, exp.Subquery):
            self._only(node, "this", "with_")
            written = self.query(node.this, known, outer, named=named)
        elif isinstance(node, exp.Union):
            written = self._union(node, known, outer, named)
        elif isinstance(node, exp.Select):
            table = self._of_combinations(node, known) if outer is None else None
            written = self._grouped(node, table, named) if table else self._select(node, known, outer, named)
        else:
            raise self.fault(f"“{shown(node)}” is no SELECT.", "Rules only read: write SELECT.")
        return Written(prefix + written.sql, written.outputs)

    def _with(self, node: exp.Expr, known: Mapping[str, Relation]) -> tuple[str, Mapping[str, Relation]]:
        """The WITH clause of a query, and the relations known below it."""
        clause = node.args.get("with_")
        if clause is None:
            return "", known
        self._only(clause, "expressions")
        known, parts = dict(known), []
        for one in clause.expressions:
            self._only(one, "this", "alias")
            self._only(one.args["alias"], "this")
            name = one.alias
            if name.lower() in {it.lower() for it in known}:
                raise self.fault(
                    f"WITH calls a query {name}, but there is a table of that name.", "Rename it."
                )
            written = self.query(one.this, known)
            known[name] = Relation(quoted(name), written.outputs)
            parts.append(f"{quoted(name)} AS ({written.sql})")
        return f"WITH {', '.join(parts)} ", known

    def _union(
        self, node: exp.Expr, known: Mapping[str, Relation], outer: Scope | None, named: bool
    ) -> Written:
        parts: list[exp.Expr] = []
        top = node
        while isinstance(node, exp.Union) and (node is top or "with_" not in node.args):
            self._only(node, "this", "expression", "with_", "distinct")
            if node.args.get("distinct"):
                raise self.fault("UNION alone is not part of the dialect of rules.", "Write UNION ALL.")
            parts.append(node.expression)
            node = node.this
        parts.append(node)
        first, *others = reversed(parts)
        written = [self.query(first, known, outer, named=named)]
        written += [self.query(one, known, outer, named=False) for one in others]
        if len({len(one.outputs) for one in written}) > 1:
            raise self.fault(
                "The queries that UNION ALL joins give different numbers of columns.", "Make them alike."
            )
        return Written(" UNION ALL ".join(f"({one.sql})" for one in written), written[0].outputs)

    def _of_combinations(self, node: exp.Select, known: Mapping[str, Relation]) -> Relation | None:
        """The table that a SELECT groups, if combinations of its values do."""
        clause = node.args.get("from_")
        table = clause.this if clause is not None and combines(node) else None
        found = known.get(table.name) if isinstance(table, exp.Table) else None
        return found if found is not None and found.table is not None else None

    def _grouped(self, node: exp.Select, table: Relation, named: bool) -> Written:
        """A SELECT over combinations, which stands apart from the rest."""
        assert table.table is not None
        apart = Selects(self.fault, self.constants, times=quoted(TIMES))
        known = {table.table: replace(table, sql=quoted(ROWS))}
        written = apart._select(node, known, None, named)
        name = f"{table.table}~{len(self.grouped)}"
        read = frozenset(apart.used[table.table])
        self.grouped[name] = Grouped(table.table, written.sql, read)
        return Written(f"SELECT * FROM {quoted(name)}", written.outputs)

    def _select(
        self, node: exp.Select, known: Mapping[str, Relation], outer: Scope | None, named: bool
    ) -> Written:
        self._only(node, "expressions", "from_", "joins", "where", "group", "having", "distinct", "with_")
        scope = Scope(self, known, outer)
        row = Values(self.fault, scope)
        clauses = [self._from(node, scope)]
        clauses += [self._join(one, scope, row) for one in node.args.get("joins") or ()]
        where = node.args.get("where")
        if where is not None:
            clauses.append(f"WHERE {row.condition(where.this)}")
        outputs = self._outputs(node.expressions, named)
        group = node.args.get("group")
        if group is not None:
            self._only(group, "expressions")
            clauses.append(
                "GROUP BY " + ", ".join(self._key(one, scope, row, outputs) for one in group.expressions)
            )
        having = node.args.get("having")
        if having is not None:
            groups = Values(self.fault, scope, GROUPED, times=self.times)
            clauses.append(f"HAVING {groups.condition(having.this)}")
        columns = Values(self.fault, scope, ANY, times=self.times)
        listed = ", ".join(
            columns.value(one.unalias()) + (f" AS {quoted(name)}" if name else "")
            for one, name in zip(node.expressions, outputs, strict=True)
        )
        if scope.correlated and not self._correlates(where, scope):
            raise self.fault(
                f"“{shown(node)}” looks at the row outside without saying which columns are equal.",
                "Add an equality to its WHERE: inner.column = outer.column.",
            )
        distinct = node.args.get("distinct")
        if distinct is not None:
            self._only(distinct)
        return Written(f"SELECT {'DISTINCT ' if distinct else ''}{listed} {' '.join(clauses)}", outputs)

    def _outputs(self, expressions: Sequence[exp.Expr], named: bool) -> tuple[str, ...]:
        names: list[str] = []
        for one in expressions:
            name = one.alias_or_name if isinstance(one, (exp.Alias, exp.Column)) else ""
            if isinstance(one, exp.Alias):
                self._only(one, "this", "alias")
            if named and not name and not isinstance(one, exp.Star):
                raise self.fault(f"“{shown(one)}” has no name.", "Give it one: AS name.")
            names.append(name)
        seen = Counter(name.lower() for name in names if name)
        if twice := [name for name in names if seen[name.lower()] > 1]:
            raise self.fault(f"Two columns are called {twice[0]}.", "Give one another name: AS name.")
        return tuple(names)

    # -- tables

    def _from(self, node: exp.Select, scope: Scope) -> str:
        clause = node.args.get("from_")
        if clause is None:
            raise self.fault(f"“{shown(node)}” reads no table.", "Add FROM with a table.")
        self._only(clause, "this")
        return f"FROM {self._source(clause.this, scope)}"

    def _source(self, node: exp.Expr, scope: Scope) -> str:
        """One table or query, put into the scope; SQL with its alias."""
        alias = self._alias(node)
        if isinstance(node, exp.Subquery):
            self._only(node, "this", "alias")
            if not alias:
                raise self.fault(f"“{shown(node)}” has no name.", "Give it one: FROM (SELECT …) AS name.")
            written = self.query(node.this, scope.known)
            relation = Relation(f"({written.sql})", written.outputs)
        elif isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            self._only(node, "this", "alias")
            alias = alias or node.name
            found = scope.known.get(node.name)
            if found is None:
                raise self.fault(
                    f"“{node.name}” is no table that rules can see.",
                    nearest(node.name, scope.known) or f"There is {', '.join(sorted(scope.known))}.",
                )
            relation = found
        else:
            raise self.fault(
                f"“{shown(node)}” is no table.", "FROM takes the name of a table, or (SELECT …) AS name."
            )
        scope.add(alias, relation)
        return f"{relation.sql} AS {quoted(alias)}"

    def _alias(self, node: exp.Expr) -> str:
        alias = node.args.get("alias")
        if alias is None:
            return ""
        self._only(alias, "this")
        return str(alias.name)

    def _join(self, node: exp.Expr, scope: Scope, row: Values) -> str:
        self._only(node, "this", "on", "using", "side", "kind")
        side, kind = node.args.get("side") or "", node.args.get("kind") or ""
        if (side, kind) not in (("", ""), ("", "INNER"), ("LEFT", ""), ("LEFT", "OUTER")):
            raise self.fault(
                f"{side} {kind} JOIN is not part of the dialect of rules.", "Write JOIN or LEFT JOIN."
            )
        before = set(scope.sources)
        source = self._source(node.this, scope)
        (alias,) = set(scope.sources) - before
        on, using = node.args.get("on"), node.args.get("using")
        if using:
            condition = self._using([one.name for one in using], alias, before, scope)
        elif on is not None and any(_joins(one, alias, scope) for one in conjuncts(on)):
            condition = row.condition(on)
        else:
            raise self.fault(
                f"{alias} is joined without an equality between its columns and those of tables before it.",
                f"Write JOIN {alias} ON {alias}.column = other.column, or USING (column).",
            )
        return f"{'LEFT ' if side else ''}JOIN {source} ON {condition}"

    def _using(self, names: Sequence[str], alias: str, before: Collection[str], scope: Scope) -> str:
        parts = []
        for name in names:
            holders = [one for one in scope.sources if one in before and name in scope.sources[one].columns]
            first = scope.merged.get(name) or (holders[0] if len(holders) == 1 else None)
            if first is None or name not in scope.sources[alias].columns:
                raise self.fault(
                    f"USING ({name}): the column is not in one table on either side.", "Write ON."
                )
            pair = [scope.column(exp.column(name, table=one)) for one in (first, alias)]
            parts.append(f"({' = '.join(pair)})")
            scope.merged[name] = first
        return " AND ".join(parts)

    def _key(self, node: exp.Expr, scope: Scope, row: Values, outputs: Collection[str]) -> str:
        if node.find(exp.Column) is None:
            raise self.fault(f"GROUP BY {shown(node)} names no column.", "Write the column.")
        is_output = isinstance(node, exp.Column) and not node.table and node.name in outputs
        if is_output and not any(node.name in relation.columns for relation in scope.sources.values()):
            return quoted(node.name)
        return row.value(node)

    def _correlates(self, where: exp.Expr | None, scope: Scope) -> bool:
        if where is None:
            return False
        for one in conjuncts(where.this):
            if isinstance(one, exp.EQ) and one.find(exp.Query) is None:
                for this, other in ((one.this, one.expression), (one.expression, one.this)):
                    (inside, far), (near, outside) = scope.reach(this), scope.reach(other)
                    if inside and not far and outside and not near:
                        return True
        return False

    def _only(self, node: exp.Expr, *parts: str) -> None:
        for name, part in node.args.items():
            if part and name not in parts:
                word = _WORDS.get(name, name.strip("_").upper())
                raise self.fault(
                    f"“{shown(node)}” has {word}, which queries of rules do not have.",
                    _INSTEAD.get(name, "Leave it out."),
                )


_WORDS = {"order": "ORDER BY", "columns": "names of columns after the alias", "db": "a schema", "on": "ON"}
_INSTEAD = {
    "order": "dateline puts findings in order; inside OVER it may stand.",
    "columns": "Name them inside the query: SELECT … AS name.",
    "db": "Tables have plain names.",
    "pivots": "Write GROUP BY.",
}


def quoted(name: str) -> str:
    """A name as DuckDB cannot mistake it."""
    return '"' + name.replace('"', '""') + '"'


def _unknown_column(fault: Fault, name: str, columns: Collection[str]) -> RuleSqlError:
    advice = nearest(name.rpartition(".")[2], columns)
    return fault(f"There is no column {name} here.", advice or "Texts stand in 'single' quotes.")


def _joins(node: exp.Expr, alias: str, scope: Scope) -> bool:
    """Whether a condition is an equality between columns of `alias` and of tables before it."""
    if not isinstance(node, exp.EQ) or node.find(exp.Query) is not None:
        return False
    (left, _), (right, _) = scope.reach(node.this), scope.reach(node.expression)
    return (left == {alias} and bool(right - {alias}) and alias not in right) or (
        right == {alias} and bool(left - {alias}) and alias not in left
    )


def _is_single(node: exp.Expr) -> bool:
    """Whether a query gives one row whatever the data: an aggregate over the whole."""
    return (
        isinstance(node, exp.Select)
        and node.args.get("group") is None
        and node.args.get("distinct") is None
        and aggregates(node.expressions[0])
    )
