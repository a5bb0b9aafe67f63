"""List the benchmarks with what each measures, or run one by its name."""

import ast
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(words: list[str]) -> int:
    benches = {path.stem: path for path in sorted(HERE.glob("*.py")) if path.stem != "run"}
    if not words:
        for name, path in benches.items():
            print(f"{name:<12} {first_line(path)}")
        print("\nrun one with: make bench B=name")
        return 0
    if words[0] not in benches:
        print(f"there is no benchmark {words[0]!r}; there are: {', '.join(benches)}", file=sys.stderr)
        return 2
    return subprocess.run([sys.executable, str(benches[words[0]])], check=False).returncode


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
