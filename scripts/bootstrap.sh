#!/usr/bin/env bash
# Make this machine able to run the application. Safe to repeat; a second run only compares hashes.
#
#   scripts/bootstrap.sh        what `make run` needs
#   scripts/bootstrap.sh dev    also what tests and checks need
#   scripts/bootstrap.sh ci     also what only the integration server checks with
#
# System packages are installed by apt as root or through a password-less sudo; otherwise the one
# command that installs them is printed. Python and front-end packages are held to the hashes of
# requirements/*.txt and package-lock.json.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly VENV=.venv
level=${1:-run}
case $level in
    run) sets=(base) ;;
    dev) sets=(base dev) ;;
    ci) sets=(base dev ci) ;;
    *)
        echo "用法 usage: scripts/bootstrap.sh [run|dev|ci]" >&2
        exit 2
        ;;
esac

say() { printf '· %s\n' "$*"; }

stop() {
    printf '✗ %s\n' "$@" >&2
    exit 1
}

hash_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }
}

# --- system packages: asked for by what they do, so that any distribution's will serve ---------

has_library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -F "$1" >/dev/null; }

has_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }

missing_packages() {
    has_venv || echo python3-venv
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
    command -v fc-match >/dev/null || echo fontconfig
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
        { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
}

system_packages() {
    local missing
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        stop "需要 Python 3.11 或更高版本。 Python 3.11 or newer is needed."
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -eq 0 ] && return
    if may_install; then
        say "安装系统软件包 Installing system packages: ${missing[*]}"
        install_packages "${missing[@]}" || true
        mapfile -t missing < <(missing_packages)
        [ ${#missing[@]} -eq 0 ] && return
    fi
    echo "! 缺少系统软件包，请以管理员身份运行 Please run as root:" >&2
    echo "    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
    has_venv || stop "没有 python3-venv 无法继续。 Cannot go on without python3-venv."
    echo "! 其余软件包只影响生成 PDF，先继续。 The rest is needed for PDF files only; going on." >&2
}

# --- Python packages ---------------------------------------------------------------------------

uv_install() {
    local mirror
    mirror=$("$VENV/bin/pip" config get global.index-url 2>/dev/null || true)
    env ${mirror:+UV_DEFAULT_INDEX="$mirror"} "$VENV/bin/uv" pip install --no-config --quiet \
        --python "$VENV/bin/python" --require-hashes "${@/#/-r}"
}

pip_install() { "$VENV/bin/pip" install --quiet --disable-pip-version-check --require-hashes "${@/#/-r}"; }

python_packages() {
    local name key files=()
    for name in "${sets[@]}"; do files+=("requirements/$name.txt"); done
    key="$(python3 -V) $(hash_of "${files[@]}")"
    is_current "$VENV/.stamp-${sets[-1]}" "$key" && return
    if [ -f "$VENV/.python" ] && ! is_current "$VENV/.python" "$(python3 -V)"; then
        say "Python 版本已变，重建虚拟环境 Python has changed: making the virtual environment anew"
        rm -rf "$VENV"
    fi
    say "安装 Python 软件包 Installing Python packages"
    [ -x "$VENV/bin/pip" ] || python3 -m venv "$VENV"
    python3 -V >"$VENV/.python"
    rm -f "$VENV"/.stamp-*
    [ -x "$VENV/bin/uv" ] || pip_install requirements/uv.txt
    uv_install "${files[@]}" || {
        say "改用 pip 安装，较慢 Falling back on pip, which is slower"
        pip_install "${files[@]}"
    }
    files=()
    for name in "${sets[@]}"; do
        files+=("requirements/$name.txt")
        printf '%s %s' "$(python3 -V)" "$(hash_of "${files[@]}")" >"$VENV/.stamp-$name"
    done
}

# --- front-end packages ------------------------------------------------------------------------

has_node() {
    command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
            2>/dev/null
}

front_end_packages() {
    local key everything=node_modules/.stamp-all shipped=node_modules/.stamp-run
    key=$(hash_of package-lock.json package.json .npmrc)
    is_current "$everything" "$key" && return
    [ "$level" = run ] && is_current "$shipped" "$key" && return
    export PATH="$PWD/$VENV/bin:$PATH" npm_config_update_notifier=false
    if ! has_node; then
        say "安装 Node.js Installing Node.js into $VENV"
        uv_install requirements/node.txt || pip_install requirements/node.txt
        hash -r
    fi
    say "安装前端软件包 Installing front-end packages"
    if [ "$level" = run ]; then
        npm ci --omit=dev --ignore-scripts --loglevel=error
        printf '%s' "$key" >"$shipped"
    else
        npm ci --ignore-scripts --loglevel=error
        printf '%s' "$key" >"$everything"
    fi
}

# --- fonts: fetched while the packages install; papers need them, pages do not -----------------

readonly FONT_LOG=var/fonts/install.log
font_job=

fetch_fonts() {
    mkdir -p var/fonts
    scripts/install_fonts.sh >"$FONT_LOG" 2>&1 &
    font_job=$!
    trap 'kill "$font_job" 2>/dev/null || true' EXIT
}

normalise_fonts() {
    local complete=yes
    if ! wait "$font_job"; then
        complete=no
        cat "$FONT_LOG" >&2
        echo "! 字体不全，公文中部分字将改用其他字体。 Fonts are missing: papers will look different." >&2
    fi
    if "$VENV/bin/python" -m renda.core.paper.fonts >"$FONT_LOG" 2>&1; then
        [ $complete = no ] || printf '%s' "$1" >"$font_stamp"
    else
        cat "$FONT_LOG" >&2
        [ $complete = no ] || stop "字体处理失败。 The fonts could not be prepared."
    fi
}

readonly font_stamp=var/fonts/.stamp
font_key=$(hash_of scripts/install_fonts.sh renda/core/paper/fonts.py)

system_packages
is_current "$font_stamp" "$font_key" || fetch_fonts
python_packages
front_end_packages
if [ -n "$font_job" ]; then
    say "准备公文字体 Preparing the fonts of official papers"
    normalise_fonts "$font_key"
fi
