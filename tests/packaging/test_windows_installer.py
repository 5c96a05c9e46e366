"""The set-up program for Windows: where its files come from, which of them it installs and takes away."""

import base64
import hashlib
import os
import zipfile

import pytest


@pytest.fixture
def origins(script):
    return script("windows.origins")


@pytest.fixture
def nsis(script):
    return script("windows.nsis")


@pytest.fixture
def packages(tmp_path):
    """A folder of installed wheels, with one wheel of one library in it."""
    library = tmp_path / "packages" / "art" / "core.dll"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"library of the wheel")
    digest = base64.urlsafe_b64encode(hashlib.sha256(library.read_bytes()).digest()).decode().rstrip("=")
    record = tmp_path / "packages" / "art-1.2.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text(f"art/core.dll,sha256={digest},20\nart-1.2.dist-info/RECORD,,\n")
    return tmp_path / "packages"


@pytest.fixture
def bundle(tmp_path):
    """A bundle of a program and the wheel's library."""
    folder = tmp_path / "bundle"
    for name, content in (
        ("gangsheet-studio.exe", b"made"),
        ("_internal/art/core.dll", b"library of the wheel"),
    ):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


def test_every_file_of_the_bundle_is_told_with_its_origin(origins, bundle, packages):
    found = origins.check(bundle, origins.of_wheels(packages))
    assert found == {"gangsheet-studio.exe": "this build", "_internal/art/core.dll": "art 1.2"}


def test_a_library_from_elsewhere_is_refused_by_name(origins, bundle, packages):
    (bundle / "_internal" / "icuuc.dll").write_bytes(b"a stand-in")
    with pytest.raises(SystemExit, match=r"as they are: _internal/icuuc\.dll$"):
        origins.check(bundle, origins.of_wheels(packages))


def test_a_library_in_the_place_of_the_wheels_is_refused(origins, bundle, packages):
    (bundle / "_internal" / "art" / "core.dll").write_bytes(b"of another version")
    with pytest.raises(SystemExit, match=r"_internal/art/core\.dll"):
        origins.check(bundle, origins.of_wheels(packages))


def test_a_stand_in_that_was_put_among_the_wheels_is_refused(origins, bundle, packages):
    for folder in (packages, bundle / "_internal"):
        (folder / "icuuc.dll").write_bytes(b"a stand-in")
    with pytest.raises(SystemExit, match=r"icuuc\.dll"):
        origins.check(bundle, origins.of_wheels(packages))


def test_the_libraries_of_cpython_are_known_from_folder_and_archive(origins, bundle, packages, tmp_path):
    (bundle / "_internal" / "python311.dll").write_bytes(b"interpreter")
    (bundle / "_internal" / "_ctypes.pyd").write_bytes(b"extension")
    python = tmp_path / "python"
    (python / "DLLs").mkdir(parents=True)
    (python / "python311.dll").write_bytes(b"interpreter")
    (python / "DLLs" / "_ctypes.pyd").write_bytes(b"extension")
    with zipfile.ZipFile(tmp_path / "python.zip", "w") as archive:
        archive.write(python / "python311.dll", "cp311/python311.dll")
        archive.write(python / "DLLs" / "_ctypes.pyd", "cp311/_ctypes.pyd")
    for known in (origins.of_python(python), origins.of_archive(tmp_path / "python.zip")):
        found = origins.check(bundle, {**origins.of_wheels(packages), **known})
        assert found["_internal/python311.dll"] == found["_internal/_ctypes.pyd"] == "CPython"


FILES = ["gangsheet-studio.exe", "_internal/art/core.dll", "_internal/price$.txt"]


def test_what_is_installed_is_what_is_taken_away_again(nsis, tmp_path):
    installed = nsis.install_list(tmp_path, FILES).splitlines()
    assert installed == [
        'SetOutPath "$INSTDIR"',
        f'File "{tmp_path / "gangsheet-studio.exe"}"',
        'SetOutPath "$INSTDIR\\_internal"',
        f'File "{tmp_path / "_internal" / "price$$.txt"}"',
        'SetOutPath "$INSTDIR\\_internal\\art"',
        f'File "{tmp_path / "_internal" / "art" / "core.dll"}"',
    ]
    removed = nsis.uninstall_list(FILES).splitlines()
    assert removed == [
        'Delete "$INSTDIR\\_internal\\art\\core.dll"',
        'Delete "$INSTDIR\\_internal\\price$$.txt"',
        'Delete "$INSTDIR\\gangsheet-studio.exe"',
        'RMDir "$INSTDIR\\_internal\\art"',
        'RMDir "$INSTDIR\\_internal"',
    ]


def test_the_set_up_program_takes_no_folder_away_with_all_that_is_in_it(script):
    bundle = script("bundle")
    text = (bundle.PACKAGING / "windows" / "installer.nsi").read_text(encoding="utf-8")
    assert "RMDir" in text
    assert "/r" not in [
        word.lower() for line in text.splitlines() if "RMDir" in line for word in line.split()
    ]


@pytest.mark.parametrize(
    ("version", "numbers"), [("1.2.3", (1, 2, 3, 0)), ("2.0", (2, 0, 0, 0)), ("1.2.3.4", (1, 2, 3, 4))]
)
def test_windows_compares_versions_as_four_numbers(script, version, numbers):
    assert script("windows.version_resource").four_numbers(version) == numbers


def test_the_stand_in_for_a_library_has_the_complex_functions_and_passes_all_else_on(script):
    text = script("windows.stand_ins").forwarding(["cabs", "cabsf", "creall", "ceil", "printf"])
    assert text.splitlines() == [
        "LIBRARY ucrtbase.dll",
        "EXPORTS",
        '"cabs" = "own_cabs"',
        '"cabsf" = "own_cabsf"',
        '"creall" = "own_creal"',
        '"ceil" = "ucrtwine.ceil"',
        '"printf" = "ucrtwine.printf"',
    ]


@pytest.mark.skipif(os.name == "nt", reason="wine is for other systems")
def test_paths_are_told_as_windows_names_them(script, tmp_path):
    assert script("windows.wine").windows_path(tmp_path) == "Z:" + str(tmp_path.resolve()).replace("/", "\\")


def test_the_pins_of_windows_lose_their_markers_and_keep_their_hashes(script):
    pins = (
        "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:aa\n"
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
        "numpy==2.5.5 ; python_full_version >= '3.12' \\\n    --hash=sha256:dd\n"
        "macholib==1.16.4 ; sys_platform == 'darwin' \\\n    --hash=sha256:ee\n"
    )
    assert script("windows.from_debian").windows_pins(pins) == [
        ("colorama", "colorama==0.4.6 \\\n    --hash=sha256:aa\n"),
        ("numpy", "numpy==2.4.6 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"),
    ]
