"""Reads Python as a tree without its texts, so that nothing but texts can differ unseen."""

import ast
import io
import tokenize
from collections.abc import Hashable, Iterator

from generator.cli.proof.reading import Reading

_NAMES = ("id", "attr", "arg", "name", "module", "asname")
_SIGNATURES = (ast.FunctionDef, ast.AsyncFunctionDef)


def read_python(text: str) -> Reading:
    """The module's tree; a fault for each name that is not plain, or hides another one."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        return Reading(faults=(f"no Python: {error}",))
    faults = (*_odd_names(tree), *_hidden_names(tree))
    parts = frozenset((*_parts(tree), *_comments(text)))
    return Reading(_shape(tree), parts, (), faults)


def _shape(tree: ast.AST) -> str:
    """What is left of the tree, which is used up, without what may differ."""
    return ast.dump(_Blanked().visit(tree))


class _Blanked(ast.NodeTransformer):
    """Blanks out what may differ: texts, numbers, and names."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """A constant of the same type, which tells nothing else."""
        return (
            node if isinstance(node.value, bool | None) else ast.Constant(type(node.value).__name__)
        )

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """The same node without its names."""
        for field in _NAMES:
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "name")
        return super().generic_visit(node)


def _parts(tree: ast.AST) -> Iterator[Hashable]:
    """Which kinds of nodes stand in which, what is called, decorates, is imported or inherited."""
    beside = {*_from_beside(tree)}
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield type(node).__name__, field, type(child).__name__
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            yield "call", "what a tool beside is called" if called in beside else called
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level):
            yield "import", ast.unparse(node)
        if isinstance(node, ast.ClassDef):
            yield "class", tuple(map(ast.unparse, node.bases))


def _from_beside(tree: ast.AST) -> Iterator[str]:
    """What is taken from a tool's module in the same folder: its names are the document's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            yield from (each.name for each in node.names if not node.module.startswith("_"))


def _odd_names(tree: ast.AST) -> Iterator[str]:
    """Names that documents made, and no identifier that everybody can read is."""
    for node in ast.walk(tree):
        for field in _NAMES:
            name = getattr(node, field, None)
            if isinstance(name, str) and not (
                name.isascii() and name.replace(".", "x").isidentifier()
            ):
                yield f"the name {name!r} is not plain"


def _hidden_names(tree: ast.Module) -> Iterator[str]:
    """Names bound twice in a module or a class, and arguments that hide what their module has."""
    scopes: list[ast.Module | ast.ClassDef] = [tree]
    scopes += [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for scope in scopes:
        bound = [*_bound(scope.body)]
        again = {each for each in bound if bound.count(each) > 1}
        yield from (f"the name {each} is bound twice" for each in again)
    own = {*_bound(tree.body)}
    for function in tree.body:
        if isinstance(function, _SIGNATURES):
            every = ast.walk(function.args)
            arguments = {each.arg for each in every if isinstance(each, ast.arg)}
            hidden = arguments & own - {function.name}  # which no function of ours calls
            yield from (f"the argument {each} hides the module's" for each in hidden)


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """The names that statements bind."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (each.asname or each.name for each in node.names)
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, (*_SIGNATURES, ast.ClassDef)):
            yield node.name


def _comments(text: str) -> Iterator[Hashable]:
    """What remarks there are: a document's text could end one."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield "comment", token.string
