#!/bin/sh
# Shared start of bin/run, bin/test, bin/manage and bin/bench: finds a Python that fits and hands over to
# bootstrap.py. Plain sh, because nothing else may be taken for granted on a bare machine.
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1

# The seconds of the progress lines count from here, also when one command starts another.
unset CS_STARTED

fits() {
    "$1" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

candidates=${CS_PYTHON:-"python3 python3.13 python3.12 python3.11"}
if [ -z "${CS_PYTHON:-}" ]; then
    for python in $candidates; do
        command -v "$python" >/dev/null 2>&1 && fits "$python" && found=$python && break
    done
elif fits "$CS_PYTHON"; then
    found=$CS_PYTHON
fi
if [ -z "${found:-}" ]; then
    seen=$("${CS_PYTHON:-python3}" -V 2>&1) || seen="no python3"
    echo "cannot start: Python 3.11 to 3.13 is needed, found ${seen}; install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv) or name it in CS_PYTHON" >&2
    exit 1
fi
# -I: no user site, no PYTHON* variables, so that a stray setting cannot change what is installed.
exec "$found" -I "$root/csplatform/embedded/bootstrap.py" "$@"
