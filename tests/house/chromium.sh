#!/usr/bin/env bash
# Browser suites need Chromium and a Chinese font: installed here where apt can, else asked for.
set -euo pipefail
need=()
command -v chromium-headless-shell chromium >/dev/null || need+=(chromium-headless-shell)
fc-list :lang=zh 2>/dev/null | grep -q . || need+=(fontconfig fonts-wqy-microhei)
[ ${#need[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
else
  echo "The browser suites need: ${need[*]} (Debian: apt-get install ${need[*]})" >&2
  exit 1
fi
