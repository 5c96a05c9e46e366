#!/usr/bin/env bash
# Tries the .deb as a shop would meet it, in a Debian of its own that holds nothing else: installs it with apt, starts it
# from its desktop entry on a virtual screen, drops the sample job on its window and makes the sheets, opens a saved job,
# and takes it away again. Run as root, after `python3 packaging/build.py linux`:
#
#     packaging/linux/try.sh [DEB [SUITE]]
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.."

deb=$(realpath "${1:-$(find dist -name 'gangsheet-studio_*.deb' | sort -V | tail -1)}")
suite=${2:-bookworm}
work=$PWD/build/try/linux-$suite
root=$work/root
display=:97
python=$PWD/.venv-build/bin/python

say() { printf '\n== %s\n' "$*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
as_staff() { inside HOME=/home/shop DISPLAY=$display XDG_RUNTIME_DIR=/tmp "$@"; }
staff() { as_staff setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; }
# what is on the disk, but for homes, logs, and what apt itself remembers
files() {
    (cd "$root" && find . -xdev \( -path ./home -o -path ./proc -o -path ./dev -o -path ./tmp -o -path ./run \
        -o -path ./root -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/dpkg -o -path ./var/lib/apt \) -prune \
        -o -print | sort)
}
finish() {
    [ -z "${screen:-}" ] || kill "$screen" 2>/dev/null || true
    for mounted in tmp/.X11-unix dev proc; do umount "$root/$mounted" 2>/dev/null || true; done
}
trap finish EXIT

need=()
command -v debootstrap >/dev/null || need+=(debootstrap)
command -v Xvfb >/dev/null || need+=(xvfb)
command -v xdotool >/dev/null || need+=(xdotool)
if [ ${#need[@]} -gt 0 ]; then
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${need[@]}" >/dev/null
fi

say "A Debian $suite with nothing in it"
finish
rm -rf "$work"
mkdir -p "$work"
debootstrap --variant=minbase "$suite" "$root" >"$work/debootstrap.log"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
inside useradd --create-home --uid 1000 shop
inside apt-get -qq update
# gio opens desktop entries and files as a desktop does; it is the trial's, not the package's
inside apt-get -qq install -y --no-install-recommends libglib2.0-bin >/dev/null 2>&1
inside apt-mark manual libglib2.0-bin >/dev/null
files >"$work/before.txt"

say "apt install"
cp "$deb" "$root/var/cache/gangsheet-studio.deb"
inside apt-get -qq install -y /var/cache/gangsheet-studio.deb >"$work/apt-install.log" 2>&1
# shellcheck disable=SC2016 # dpkg-query fills them in
inside dpkg-query -W -f '${Package} ${Version}, ${Installed-Size} KiB\n' gangsheet-studio
staff gangsheet-studio --version
staff gangsheet-studio doctor
staff sh -c 'cd && gangsheet-studio demo --quiet && ls demo-output'

say "The desktop entry, a drop on the window, Make sheets"
mkdir -p "$root/tmp/.X11-unix"
Xvfb $display -screen 0 1600x1000x24 >/dev/null 2>&1 &
screen=$!
until [ -S "/tmp/.X11-unix/X${display#:}" ]; do sleep 0.1; done
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
cp -r "$root/usr/lib/gangsheet-studio/_internal/gangsheet_studio/_resources/sample-job" "$root/home/shop/job"
chown -R 1000:1000 "$root/home/shop/job"
staff gio launch /usr/share/applications/gangsheet-studio.desktop
DISPLAY=$display "$python" packaging/linux/drive.py "$work" "$root" drop /home/shop/job/orders.csv
manifest=$(cd "$root" && find home/shop -name '*.manifest.json' -newer "$work/before.txt" -path '*Documents*' | head -1)
staff gangsheet-studio verify "/$manifest"

say "A double-click on a job"
staff gio info -a standard::content-type /home/shop/saved.gangsheet | grep content-type
staff gio open /home/shop/saved.gangsheet
DISPLAY=$display "$python" packaging/linux/drive.py "$work" "$root" opened orders

say "apt purge"
# what it needed or recommended goes with it
inside apt-get -qq -o APT::AutoRemove::RecommendsImportant=false purge -y --autoremove gangsheet-studio >"$work/apt-purge.log" 2>&1
files >"$work/after.txt"
# apt keeps some packages that others once brought; what belongs to one of those is not ours
sed 's|^/|./|' "$root"/var/lib/dpkg/info/*.list | sort -u >"$work/of-packages.txt"
gone=$(comm -23 "$work/before.txt" "$work/after.txt")
left=$(comm -13 "$work/before.txt" "$work/after.txt" | comm -23 - "$work/of-packages.txt")
if [ -n "$gone$left" ]; then
    printf 'gone: %s\nleft: %s\n' "$gone" "$left"
    exit 1
fi
echo "nothing is left of it but what staff made:"
(cd "$root/home/shop" && find . -type f -not -path './.cache/*' | grep -v -e '/\.bash' -e '/\.profile' | sort)
say "All of it worked"
