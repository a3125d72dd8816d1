"""The engine and the packs' reader run where Django cannot be imported."""

import os
import subprocess
import sys

from tests.guards.tree import ENGINE, PACKS, ROOT, SRC, files

PYTHONPATH = f"{ROOT / 'src'}{os.pathsep}{ROOT}"


def run_barred(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in an interpreter of its own in which Django is barred."""
    return subprocess.run(
        [sys.executable, "-c", f"from tests.bar_django import bar_django\nbar_django()\n{code}"],
        env={**os.environ, "PYTHONPATH": PYTHONPATH},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_bar_holds() -> None:
    assert "django is barred here" in run_barred("import django").stderr


def test_every_module_of_the_engine_and_the_packs_imports_without_django() -> None:
    names = [
        ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")
        for folder in (ENGINE, PACKS)
        for path in files(folder, ".py")
    ]
    assert "evenhand.engine" in names
    done = run_barred("\n".join(f"import {name}" for name in names))
    assert done.returncode == 0, done.stderr
