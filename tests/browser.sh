#!/usr/bin/env bash
# Brings what the browser journeys need: Debian's Chromium and a Chinese font. Without root it says how.
set -u
packages="chromium fonts-noto-cjk"
command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi "noto.*cjk" && exit 0
line="apt-get update && apt-get install -y --no-install-recommends $packages"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  if (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages) >/dev/null 2>&1; then
    exit 0
  fi
fi
echo "The browser journeys will be SKIPPED: there is no Chromium. To run them:  sudo sh -c '$line'"
