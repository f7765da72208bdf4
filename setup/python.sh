#!/bin/sh
# Runs a Python script with the checkout's own Python, or else with the machine's, 3.11 or newer:
#     sh setup/python.sh SCRIPT [ARGUMENT…]
own=$(dirname -- "$0")/../.venv/bin/python
if [ -x "$own" ]; then
    exec "$own" -I "$@"
fi
for python in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -I "$@"
    fi
done
echo "citynet needs Python 3.11 or newer, and none was found as python3 or python3.11 to python3.14." >&2
echo "Install one, or name it: PYTHON=/path/to/python3 $(basename -- "${2:-run}")" >&2
exit 1
