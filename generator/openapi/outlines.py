"""Reads what is said of each operation as a whole, by which people choose among them."""

from generator.document.located import Document
from generator.document.nodes import mapping, sequence, text
from generator.openapi.api import Operation
from generator.openapi.operation_nodes import operation_nodes, unique_names


def outlines(document: Document) -> tuple[Operation, ...]:
    """The document's operations without parameters, bodies and keys, whether tools can carry them or not."""
    names = unique_names(document.root)
    found = []
    for pointer, path, method, item in operation_nodes(document.root):
        node = mapping(item[method])
        name = text(node.get("operationId"))
        found.append(
            Operation(
                key=f"{method.upper()} {path}",
                method=method.upper(),
                path=path,
                operation_id=name if name in names else "",
                summary=text(node.get("summary")) or text(item.get("summary")),
                description=text(node.get("description")) or text(item.get("description")),
                deprecated=node.get("deprecated") is True,
                parameters=(),
                body=None,
                security=(),
                servers=(),
                pointer=pointer,
                tags=tuple(each for each in sequence(node.get("tags")) if isinstance(each, str)),
            )
        )
    return tuple(found)
