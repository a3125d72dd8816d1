"""The mutants of a Python file: each is one of its functions with one expression or statement changed."""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Mutant(NamedTuple):
    """One change: the file, the function by its dotted name, the lines concerned, its new source, the change in words."""

    file: str
    name: str
    lines: tuple[int, ...]
    source: str
    change: str


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of a file, in the order of its lines, no two the same."""
    return mutants_in(path.read_text(encoding="utf-8"), str(path))


def has_mutants(path: Path) -> bool:
    """Whether a file has any, which is known at the first."""
    return any(True for _ in _told(path.read_text(encoding="utf-8"), str(path)))


def mutants_in(text: str, file: str) -> list[Mutant]:
    """Every mutant of a text that stands in that file."""
    return list(_told(text, file))


def _told(text: str, file: str) -> Iterator[Mutant]:
    for name, function in functions(ast.parse(text)):
        yield from of_function(file, name, function)


def functions(tree: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """The functions of a module and the methods of its classes, with dotted names."""
    for node in tree.body:
        if isinstance(node, Function):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")


def of_function(file: str, name: str, function: Function) -> Iterator[Mutant]:
    """The mutants of one function; its decorators and defaults, which run before any change, are left out."""
    function.decorator_list, function.args.defaults = [], []
    function.args.kw_defaults = [None] * len(function.args.kwonlyargs)
    for argument in ast.walk(function.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    function.returns = None
    original, seen = function.body, {ast.unparse(function)}
    start = 1 if ast.get_docstring(function) else 0
    for position in range(start, len(original)):
        for changed, node, change in variants(original[position]):
            function.body = [*original[:position], changed, *original[position + 1 :]]
            shown = ast.unparse(function)
            if shown not in seen:
                seen.add(shown)
                lines = tuple(range(node.lineno, (node.end_lineno or node.lineno) + 1))
                yield Mutant(file, name, lines, within(name, shown), change)
    function.body = original


def within(name: str, source: str) -> str:
    """The source of a function inside the classes that its dotted name tells of."""
    for outer in reversed(name.split(".")[:-1]):
        source = f"class {outer}:\n" + indent(source, "    ")
    return source


def variants(statement: ast.stmt) -> Iterator[tuple[ast.stmt, ast.expr | ast.stmt, str]]:
    """Each single change of a statement: the changed copy, the node that was changed, the change in words."""
    count = sum(1 for _ in ast.walk(statement))
    for number in range(count):
        node = nth(statement, number)
        if not isinstance(node, ast.expr | ast.stmt):
            continue
        for new in changes(node):
            whole = replaced(copy.deepcopy(statement), number, new)
            yield whole, node, f"{short(node)}  ->  {short(new)}"


def nth(statement: ast.stmt, number: int) -> ast.AST:
    """The node of that number in the order of a walk."""
    return next(node for position, node in enumerate(ast.walk(statement)) if position == number)


def replaced(statement: ast.stmt, number: int, new: ast.expr | ast.stmt) -> ast.stmt:
    """The statement with its node of that number replaced."""
    old = nth(statement, number)
    if old is statement:
        return new if isinstance(new, ast.stmt) else statement
    for parent in ast.walk(statement):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list) and any(one is old for one in value):
                setattr(parent, field, [new if one is old else one for one in value])
    return statement


def short(node: ast.AST) -> str:
    """The first line of a node's source."""
    return ast.unparse(node).split("\n")[0][:90]


def changes(node: ast.expr | ast.stmt) -> Iterator[ast.expr | ast.stmt]:
    """What may stand in a node's place."""
    if isinstance(node, ast.stmt):
        yield from changed_statements(node)
    else:
        yield from changed_expressions(node)


def changed_statements(node: ast.stmt) -> Iterator[ast.stmt]:
    """A statement left out, nothing returned, a condition turned round."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr() | ast.AugAssign() | ast.Raise():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Return(value=value) if value is not None and not is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.If(test=test, body=body, orelse=orelse) if not turned_elsewhere(test):
            yield ast.If(negated(test), body, orelse)


def changed_expressions(node: ast.expr) -> Iterator[ast.expr]:
    """A comparison, a sum, a word of logic, a number or a choice that is the other one."""
    match node:
        case ast.Compare(left=left, ops=[first, *others], comparators=right):
            yield ast.Compare(left, [COMPARISONS[type(first)](), *others], right)
            if others:
                yield ast.Compare(left, [first, COMPARISONS[type(others[0])](), *others[1:]], right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SUMS:
            yield ast.BinOp(left, SUMS[type(op)](), right)
        case ast.Constant(value=value):
            yield from changed_values(value)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in CALLS:
            yield ast.Call(ast.Name(CALLS[name], ast.Load()), args, keywords)
        case ast.IfExp(test=test, body=body, orelse=orelse) if not turned_elsewhere(test):
            yield ast.IfExp(negated(test), body, orelse)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from changed_comprehensions(node)


def changed_values(value: object) -> Iterator[ast.expr]:
    """The other truth, the numbers on either side; words are left as they are."""
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)


def changed_comprehensions(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Iterator[ast.expr]:
    """A comprehension without one of its conditions."""
    for number, loop in enumerate(node.generators):
        for left_out in range(len(loop.ifs)):
            new = copy.deepcopy(node)
            del new.generators[number].ifs[left_out]
            yield new


def negated(test: ast.expr) -> ast.expr:
    """The contrary."""
    return ast.UnaryOp(ast.Not(), test)


def turned_elsewhere(test: ast.expr) -> bool:
    """Whether the condition's own mutant is its contrary already."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return not isinstance(test.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE)
    return isinstance(test, ast.UnaryOp)


def is_none(node: ast.expr) -> bool:
    """Whether it is the word None."""
    return isinstance(node, ast.Constant) and node.value is None


def live(mutant: Mutant, module: ModuleType) -> FunctionType:
    """The function that the mutant changes, taken out of whatever wraps it."""
    found: Any = module
    for name in mutant.name.split("."):
        found = vars(found)[name]
    for wrapping in ("__wrapped__", "__func__", "fget"):
        found = getattr(found, wrapping, found)
    return found  # type: ignore[no-any-return]  # of any kind until here


def code_of(code: CodeType, name: str) -> CodeType:
    """The code of a function within a module's, by its dotted name."""
    first, _, rest = name.partition(".")
    inner = [one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == first][-1]
    return code_of(inner, rest) if rest else inner


def put_in_place(mutant: Mutant, module: ModuleType) -> None:
    """Give the living function the changed code, and forget what was remembered from the real one."""
    live(mutant, module).__code__ = code_of(compile(mutant.source, mutant.file, "exec"), mutant.name)
    forget()


def forget() -> None:
    """Empty the memories of the engine's functions."""
    for name, module in list(sys.modules.items()):
        if name.startswith("evenhand.engine"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
