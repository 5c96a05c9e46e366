#!/usr/bin/env bash
# Tries the set-up program for Windows as a shop would meet it, in a wine of its own: installs it silently, makes the
# sample job on the command line, through the engine and in the window, opens a job by its file type, upgrades in
# place, and takes it away again. After `python3 packaging/build.py windows`:
#
#     packaging/windows/try.sh [SETUP]
#
# What wine lacks of Windows lies in wine's own system folder (stand_ins.py). Nothing is put beside the program.
set -euo pipefail
cd "$(dirname "$0")/../.."

setup=$(realpath "${1:-$(find dist -name 'GangsheetStudio-*-setup.exe' | sort -V | tail -1)}")
built=$PWD/build/installer/windows
work=$PWD/build/try/windows
python=$PWD/.venv-build/bin/python
windows_python=$built/python/cp311/python.exe

export WINEPREFIX=$work/prefix HOME=$work/home QT_QPA_PLATFORM=offscreen
drive=$WINEPREFIX/drive_c
user="C:\\users\\$(id -un)"
data=$drive/users/$(id -un)/AppData/Local/gangsheet-studio
classes='HKCU\Software\Classes'
uninstall='Software\Microsoft\Windows\CurrentVersion\Uninstall\GangsheetStudio'

say() { printf '\n== %s\n' "$*"; }
wine() { (cd packaging && exec "$python" -m windows.wine "$WINEPREFIX" "$@"); }
# until all of Windows has ended: an uninstaller goes on after the program that was started, and the registry is written
settle() { /usr/lib/wine/wineserver64 --wait; }
in_wine() { printf 'Z:%s' "${1//\//\\}"; }
registered() { wine reg query "$@" | sed '/^$/d'; }
expect() {
    local text
    text=$(cat)
    echo "$text"
    grep -qiF -- "$1" <<<"$text" || { echo "missing: $1" && exit 1; }
}
code_of() { local code=0; "$@" || code=$?; echo "$code"; }
files() { (cd "$drive" && find . -type f -not -path './windows/*' -not -ipath '*/temp/*' | sort); }
# all keys of file types and installed programs, and every line that has our name
registry() { sed -e 's/ [0-9]*$//' "$WINEPREFIX/user.reg" "$WINEPREFIX/system.reg" | grep -i -e '^\[software\\\\classes\\\\.' -e '\\uninstall' -e gangsheet | sort; }
end_programs() { wine taskkill /f /im "Gangsheet Studio.exe" >/dev/null; }
version() { basename "$setup" | cut -d- -f2; }
finish() { /usr/lib/wine/wineserver64 --kill 2>/dev/null || true; }
trap finish EXIT

say "A Windows with nothing in it"
finish
rm -rf "$work"
mkdir -p "$HOME/Documents" "$HOME/Desktop"
wine cmd /c ver
settle
files >"$work/before.txt"
registry >"$work/registry.txt"

say "A stand-in that lies in the bundle is refused"
cp -al "$built/gangsheet-studio" "$work/planted"
cp "$drive/windows/system32/icuuc.dll" "$work/planted/_internal/"
check="from pathlib import Path; from windows.origins import *; built = Path('$built'); known = {
    **of_wheels(built / 'python/cp311/Lib/site-packages'), **of_archive(built / 'python.zip')}"
(cd packaging && "$python" -c "$check; print(len(check(built / 'gangsheet-studio', known)), 'files of the bundle have an origin')")
refused=$( (cd packaging && "$python" -c "$check; check(Path('$work/planted'), known)") 2>&1) && exit 1
expect "_internal/icuuc.dll" <<<"$refused"

say "Silent install, for this user"
time wine "$setup" /S
home="$user\\AppData\\Local\\Programs\\Gangsheet Studio"
folder=$drive/users/$(id -un)/AppData/Local/Programs/"Gangsheet Studio"
du -sh "$folder" | cut -f1
diff <(cd "$built/gangsheet-studio" && find . -type f -exec sha256sum {} + | sort) \
    <(cd "$folder" && find . -type f -not -name uninstall.exe -exec sha256sum {} + | sort)
echo "the installed files are those of the bundle"
wine "$home\\gangsheet-studio.exe" --version

say "File types, and the entry among the installed programs"
registered "$classes\\.gangsheet" /ve | expect GangsheetStudio.Project
registered "$classes\\GangsheetStudio.Project\\shell\\open\\command" /ve | expect "\"$home\\Gangsheet Studio.exe\" \"%1\""
for suffix in csv tsv xlsx json; do
    registered "$classes\\.$suffix\\OpenWithProgids" /v GangsheetStudio.Order | expect GangsheetStudio.Order
    registered "$classes\\Applications\\Gangsheet Studio.exe\\SupportedTypes" /v ".$suffix" | expect ".$suffix"
done
registered "HKCU\\$uninstall" | expect "$(version)"

say "The sample job, by the installed command and in the window off screen"
wine "$windows_python" "$(in_wine "$PWD/packaging/smoke.py")" "$home\\gangsheet-studio.exe" "$home\\Gangsheet Studio.exe" \
    >"$work/smoke.log" &
smoke=$!
until pgrep -f 'Gangsheet Studio[.]exe engine' >/dev/null; do
    kill -0 "$smoke"
    sleep 0.1
done
pgrep -af 'Gangsheet Studio[.]exe (demo|engine|decoder)' | cut -d' ' -f2-
echo "set-up meanwhile ends with $(code_of wine "$setup" /S)" | expect "ends with 3"
# in wine 8 an engine does not hear that its window is gone: a read from a pipe of Qt's returns too early there
until grep -q '^The program works' "$work/smoke.log"; do
    kill -0 "$smoke"
    sleep 0.1
done
end_programs
wait "$smoke"
grep -E '^\$|^Sample|^  Sample|^Film|^Peak|as written|works' "$work/smoke.log"

say "A render through the installed engine, with the window's protocol"
artwork="${home//\\//}/_internal/gangsheet_studio/_resources/sample-job/artwork/gold-monogram.png"
coproc ENGINE { wine "$home\\Gangsheet Studio.exe" engine; }
printf '{"request":"render","id":1,"job":{"name":"Asked","out":"C:/Asked","lines":[{"design":"gold","path":"%s","quantity":6}]}}\n' \
    "$artwork" >&"${ENGINE[1]}"
while read -r line; do
    case $line in
        *'"type":"render_done"'*) echo "${line:0:160}..." && break ;;
        *'"type":"failed"'*) echo "$line" && exit 1 ;;
    esac
done <&"${ENGINE[0]}"
eval "exec ${ENGINE[1]}>&-"
wine "$home\\gangsheet-studio.exe" verify 'C:\Asked\Asked.manifest.json'

say "The same set-up once more, then the uninstaller"
wine "$setup" /S /Desktop
wine "$home\\gangsheet-studio.exe" --version
cp "$(find "$data/recovery" -name '*.gangsheet' | head -1)" "$work/order.gangsheet" # the window was ended with it open
rm -r "$drive/Asked"
wine "$home\\uninstall.exe" /S
settle
echo "left on the disk:"
diff "$work/before.txt" <(files) | tee "$work/left.txt" || true
if grep '^[<>]' "$work/left.txt" | grep -v /gangsheet-studio/; then exit 1; fi
[ -e "$data/preferences.json" ]
[ -e "$HOME/Documents/Gangsheet Studio/Sample/Sample.manifest.json" ]
diff "$work/registry.txt" <(registry)
echo "that is what staff made, and nothing is left in the registry"

say "An earlier version for all users, in a folder of their own choice; then an upgrade in place"
mkdir -p "$work/earlier/_internal"
cp -al "$built/gangsheet-studio/Gangsheet Studio.exe" "$built/gangsheet-studio/gangsheet-studio.exe" "$work/earlier"
echo earlier >"$work/earlier/_internal/of-the-earlier-version.txt"
(cd packaging && "$python" -c "from dataclasses import replace; from pathlib import Path; from release import newest_release
from windows.nsis import make_setup; bundle = Path('$work/earlier'); work = Path('$work')
files = [path.relative_to(bundle).as_posix() for path in bundle.rglob('*') if path.is_file()]
make_setup(bundle, files, Path('$built/app.ico'), replace(newest_release(), version='0.9'), work / 'lists', work)")
wine "$work/GangsheetStudio-0.9-setup.exe" /S /AllUsers '/D=C:\PrintShop\Gangsheet'
echo kept >"$drive/PrintShop/Gangsheet/notes.txt"
registered "HKLM\\$uninstall" /v DisplayVersion | expect 0.9
wine "$setup" /S
registered "HKLM\\$uninstall" | expect "$(version)"
[ ! -e "$drive/PrintShop/Gangsheet/_internal/of-the-earlier-version.txt" ]
wine 'C:\PrintShop\Gangsheet\gangsheet-studio.exe' --version

say "A double-click on a job" # wine looks types up for all users only
cp "$work/order.gangsheet" "$drive"
wine start 'C:\order.gangsheet' &
until pgrep -af 'Gangsheet Studio[.]exe.*order[.]gangsheet' | cut -d' ' -f2-; do sleep 0.1; done
until pgrep -f 'Gangsheet Studio[.]exe engine' >/dev/null; do sleep 0.1; done
end_programs
settle

say "The uninstaller for all users"
wine 'C:\PrintShop\Gangsheet\uninstall.exe' /S
settle
[ "$(find "$drive/PrintShop" -type f)" = "$drive/PrintShop/Gangsheet/notes.txt" ]
diff "$work/registry.txt" <(registry)
echo "the files of both versions are gone, and the shop's own is there"
say "All of it worked"
