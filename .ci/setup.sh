# Sourced by ./run, ./test and .ci/run: a virtual environment with pinned, hashed packages, made once.

find_python() {
    for candidate in python3.13 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Second Source needs Python 3.11, 3.12 or 3.13, and found none on the PATH." >&2
    return 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            echo "Installing python$version-venv ..." >&2
            { apt-get update -qq && apt-get install -y -qq "python$version-venv"; } >/dev/null
        else
            echo "Python's venv module is missing. Run: sudo apt-get install python$version-venv" >&2
            return 1
        fi
    fi
    "$python" -m venv --clear .venv
}

# setup FILE: install FILE's requirements, unless a stamp says that just these are installed.
setup() {
    stamp=".venv/installed-$(cksum <"$1" | tr ' ' '-')"
    [ -e "$stamp" ] && return
    [ -x .venv/bin/python ] || make_venv
    echo "Installing what $1 names (once; about a minute) ..." >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$1" 2>.venv/pip.log || {
        cat .venv/pip.log >&2
        return 1
    }
    touch "$stamp"
}
