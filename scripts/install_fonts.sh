#!/bin/sh
# Install the free fonts that official papers are set in. Safe to repeat; a second run does nothing.
#
#   fonts-noto-cjk, fonts-lxgw-wenkai   from the distribution (needs root or password-less sudo)
#   FandolFang, FandolKai               out of texlive-lang-chinese, without TeX and without root,
#                                       into $PAPER_FONT_DIR/src (default var/fonts/src)
#
# Exits 1, and says what to install by hand, when something is still missing at the end.
set -eu

cd "$(dirname "$0")/.."
sources="${PAPER_FONT_DIR:-var/fonts}/src"
texlive=/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
packages="fonts-noto-cjk fonts-lxgw-wenkai"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

absent() {
    for package in $packages; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
    done
}

has_fandol() {
    for name in FandolFang-Regular.otf FandolKai-Regular.otf; do
        [ -s "$sources/$name" ] || [ -s "$texlive/$name" ] || return 1
    done
}

fetch_fandol() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    chmod 755 "$folder"
    if ! (cd "$folder" && apt-get download texlive-lang-chinese >/dev/null 2>&1); then
        as_root apt-get update -qq || return 1
        (cd "$folder" && apt-get download texlive-lang-chinese >/dev/null 2>&1) || return 1
    fi
    mkdir -p "$sources"
    dpkg --fsys-tarfile "$folder"/texlive-lang-chinese_*.deb |
        tar -x -C "$folder" --wildcards '*/FandolFang-Regular.otf' '*/FandolKai-Regular.otf'
    find "$folder" -name 'Fandol*.otf' -exec mv {} "$sources" \;
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "本机不是 Debian 系统，请自行安装：Noto CJK、霞鹜文楷；将 FandolFang-Regular.otf、FandolKai-Regular.otf 放入 $sources" >&2
    exit 1
fi

missing=$(absent)
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086  # a list of package names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        { as_root apt-get update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null; } ||
        true
fi
has_fandol || fetch_fandol || true

missing=$(absent)
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    echo "缺少字体，请以管理员身份运行：apt-get install" $missing >&2
fi
if ! has_fandol; then
    echo "缺少仿宋、楷体字体，请运行：apt-get update，然后再次运行 scripts/install_fonts.sh（取自 texlive-lang-chinese，无需安装）" >&2
    missing="$missing fandol"
fi
[ -z "$missing" ]
