"""Names of a template looked up without Django's general road, which tries and fails an index before each attribute.

What is not plain (a callable, an index, a name that is not there, a fault of a property) takes Django's road from the
beginning, so that the answer is always Django's.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.template import RequestContext, Variable
from django.template.base import FilterExpression, VariableDoesNotExist

NOT_PLAIN: Final = object()
ABSENT: Final = object()
# Names that Django would find on the context itself, which is then no absence.
OF_CONTEXT: Final = frozenset(dir(RequestContext(HttpRequest())))

CONSTANTS: Final[dict[str, Any]] = {"True": True, "False": False, "None": None}


class Lookup(Variable):
    """A variable with its first name apart from the attributes and keys that follow."""

    __slots__ = ("first", "may_be_absent", "rest")

    def __init__(self, variable: Variable) -> None:
        super().__init__(str(variable))
        self.first, *rest = self.lookups or ("",)
        self.rest = tuple(rest)
        self.may_be_absent = self.first not in OF_CONTEXT

    def resolve(self, context: Any) -> Any:
        """The value, as Django has it. Raises VariableDoesNotExist."""
        found = self.find(context)
        return super().resolve(context) if found is NOT_PLAIN or found is ABSENT else found

    def find(self, context: Any) -> Any:
        """The value; ABSENT where no such name is given to the template; NOT_PLAIN where Django has to look."""
        first = self.first
        for given in reversed(context.dicts):
            if first in given:
                current = given[first]
                break
        else:
            return ABSENT if self.may_be_absent else NOT_PLAIN
        for bit in self.rest:
            if callable(current):
                return NOT_PLAIN
            if type(current) is dict:
                if bit not in current:
                    return NOT_PLAIN
                current = current[bit]
            elif hasattr(type(current), "__getitem__"):
                return NOT_PLAIN
            else:
                try:
                    current = getattr(current, bit)
                except Exception:  # noqa: BLE001  Django's road meets it again and decides
                    return NOT_PLAIN
        return NOT_PLAIN if callable(current) else current


class Condition:
    """A name as a condition of `if`: without a value it is None, which costs no exception."""

    __slots__ = ("lookup",)

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup

    def eval(self, context: Any) -> Any:
        """The value, or None."""
        found = self.lookup.find(context)
        if found is ABSENT:
            return None
        if found is not NOT_PLAIN:
            return found
        try:
            return Variable.resolve(self.lookup, context)
        except VariableDoesNotExist:
            return None


def quicken_expression(expression: FilterExpression) -> None:
    """Let an expression look its names up the quick way; numbers, True, False and None become constants."""
    variable = expression.var
    if type(variable) is Variable and not variable.translate:
        if variable.lookups is None or str(variable) in CONSTANTS:
            expression.is_var = False
            expression.var = CONSTANTS.get(str(variable), variable.literal)
        else:
            expression.var = Lookup(variable)
    for _function, arguments in expression.filters:
        for place, (looked_up, value) in enumerate(arguments):
            if looked_up and _is_name(value):
                arguments[place] = (True, Lookup(value))


def _is_name(value: object) -> bool:
    return type(value) is Variable and value.lookups is not None and not value.translate
