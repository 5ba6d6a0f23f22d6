"""Runs beside an installed package: counts its tools as an MCP client sees them over stdio."""

import asyncio
import os
import sys

from mcp import Client, StdioServerParameters, stdio_client


async def count(package: str) -> int:
    """How many tools the package's own server lists, over all pages."""
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", package], env=dict(os.environ)
    )
    async with Client(stdio_client(parameters)) as client:
        page = await client.list_tools()
        number = len(page.tools)
        while page.next_cursor:
            page = await client.list_tools(cursor=page.next_cursor)
            number += len(page.tools)
    return number


if __name__ == "__main__":
    print(asyncio.run(count(sys.argv[1])))
