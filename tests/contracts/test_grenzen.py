"""Borders of the engine: who may catch everything, who may read the environment, what an import costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import brievenbus

PAKKET = Path(brievenbus.__file__).parent
BROAD = {"intake_kind.py": 1, "stapel_werk.py": 1}
"""The border of the jail, and the worker loop. Whoever adds one explains here why."""
SETS_ENVIRONMENT = {"ocr/tesseract.py", "stapel_werk.py"}
"""They write a thread limit for their children; they read nothing."""


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the package, by its path."""
    return tuple((file.relative_to(PAKKET).as_posix(), ast.parse(file.read_text("utf-8"))) for file in sorted(PAKKET.rglob("*.py")))


def _is_broad(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(k is None or (isinstance(k, ast.Name) and k.id in ("Exception", "BaseException")) for k in kinds)


def test_only_the_known_places_catch_everything() -> None:
    found = Counter(
        naam for naam, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    )
    assert dict(found) == BROAD


def test_nobody_swallows_everything_in_another_way() -> None:
    """`contextlib.suppress(Exception)` is a broad handler too."""
    for naam, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "suppress":
                assert not any(_is_broad(arg) for arg in node.args), naam


def _touches_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")


def _sets(tree: ast.Module) -> int:
    """How often a module sets a variable, by `environ[…] =` or `environ.setdefault(…)`."""
    count = 0
    for node in ast.walk(tree):
        stored = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
        if stored or (isinstance(node, ast.Attribute) and node.attr == "setdefault"):
            assert isinstance(node, ast.Subscript | ast.Attribute)
            count += _touches_environment(node.value)
    return count


def test_only_settings_reads_the_environment() -> None:
    touching = {naam: sum(map(_touches_environment, ast.walk(tree))) for naam, tree in trees()}
    setting = {naam: _sets(tree) for naam, tree in trees()}
    assert {naam for naam, count in touching.items() if count} == {"settings.py", *SETS_ENVIRONMENT}
    assert {naam for naam in SETS_ENVIRONMENT if setting[naam] != touching[naam]} == set()


def test_nobody_but_the_command_line_asks_what_day_it_is() -> None:
    asking = {
        naam
        for naam, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("today", "now", "utcnow")
    }
    assert asking <= {"cli.py", "cli_beheer.py", "cli_dienst.py", "cli_leren.py"}


NET = {"dienst/overdracht/klantinteracties.py", "dienst/virusscan.py", "taalmodel.py"}
"""They call another machine: the system of the municipality, the virus scanner, a model in the own network. No step of reading does."""
NETWERK = frozenset({"httpx2", "httpx", "requests", "urllib.request", "http.client", "smtplib", "ftplib", "websockets", "aiohttp"})


def _imports(tree: ast.Module) -> set[str]:
    plain = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    return plain | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def test_only_the_known_places_know_the_net() -> None:
    calling = {naam for naam, tree in trees() if _imports(tree) & NETWERK or "create_connection" in ast.dump(tree)}
    assert calling <= NET


def test_the_package_itself_imports_nothing() -> None:
    tree = ast.parse((PAKKET / "__init__.py").read_text("utf-8"))
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)] == []


def test_command_line_loads_no_heavy_library_before_it_is_needed() -> None:
    code = "import sys, brievenbus.cli; print(*[m for m in ('numpy', 'cv2', 'scipy', 'pdfplumber', 'pytesseract') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PAKKET.parent)
    assert done.stdout.strip() == ""
