"""The programs that run the nets must not report home: release 1.31.1 of ONNX Runtime carries a sender of usage data, 1.26.0 does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import onnxruntime


def test_the_installed_runtime_has_no_sender_of_usage_data() -> None:
    folder = Path(onnxruntime.__file__).parent / "capi"
    libraries = [file for file in folder.iterdir() if ".so" in file.name or file.suffix in (".pyd", ".dylib", ".dll")]
    assert libraries
    assert not [file.name for file in libraries if b"OneDsTelemetry" in file.read_bytes()]


def test_loading_the_runtime_leaves_nothing_behind(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import onnxruntime"], env={**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert not list(tmp_path.iterdir()), told.stderr
