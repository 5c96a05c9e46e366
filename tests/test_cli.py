"""The command line as a shop runs it: real processes, real files, exit codes."""

import json
import os
import signal
import subprocess
import sys

import msgspec
import pytest
from PIL import Image, ImageDraw

from gangsheet_studio import protocol
from gangsheet_studio.model.manifest import Manifest

WINDOWS = sys.platform == "win32"
FILM = ["--film", "10x12in", "--dpi", "100"]


def environment(home):
    folders = ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")
    return os.environ | {name: str(home) for name in folders} | {"PYTHONUTF8": "1"}


@pytest.fixture
def gangsheet(tmp_path):
    """Run the command line in `tmp_path` and return the finished process."""

    def run(*words):
        call = [sys.executable, "-m", "gangsheet_studio", *map(str, words)]
        child = subprocess.run(
            call, cwd=tmp_path, env=environment(tmp_path / "home"), capture_output=True, text=True, timeout=60
        )
        assert "Traceback" not in child.stderr + child.stdout
        return child

    return run


@pytest.fixture
def shop(tmp_path):
    """A shop's folder: artwork, good orders, and orders with a row that is wrong."""
    art = tmp_path / "art"
    art.mkdir()
    Image.new("RGBA", (300, 200), "red").save(art / "red.png", dpi=(100, 100))
    Image.new("RGBA", (200, 200), "blue").save(art / "blue.png", dpi=(100, 100))
    (tmp_path / "good.csv").write_text(
        "Order,Design,Size,Qty\n1001,red.png,3x2,30\n1002,blue.png,2in,7\n1003,red.png,,2\n"
    )
    (tmp_path / "bad.csv").write_text(
        "Order,Design,Size,Qty\n1001,red.png,3x2,3\n1002,blue.png,2in,lots\n1003,gone.png,2in,1\n"
    )
    (tmp_path / "wide.csv").write_text("Order,Design,Size,Qty\n1,red.png,3x2,1\n2,blue.png,20x20in,4\n")
    return tmp_path


def manifest_of(folder):
    (file,) = folder.glob("*.manifest.json")
    return msgspec.json.decode(file.read_bytes(), type=Manifest)


def test_orders_become_gang_sheets_and_everything_is_accounted_for(gangsheet, shop):
    done = gangsheet("render", "good.csv", "--designs", "art", "--out", "out", *FILM)
    assert done.returncode == 0, done.stderr
    made = manifest_of(shop / "out")
    assert {file.name for file in (shop / "out").iterdir()} == {
        "good.manifest.json",
        *(part.file for part in made.parts),
    }
    copies = [(placement.index, placement.copy) for part in made.parts for placement in part.placements]
    assert sorted(copies) == [
        *((1, n) for n in range(1, 31)),
        *((2, n) for n in range(1, 8)),
        *((3, n) for n in (1, 2)),
    ]
    for part in made.parts:
        with Image.open(shop / "out" / part.file) as image:
            assert image.size == (part.width_px, part.height_px)
            assert image.info["dpi"] == pytest.approx((100, 100), abs=0.01)


def test_in_a_pipe_staff_get_lines_and_a_summary(gangsheet, shop):
    done = gangsheet("render", "good.csv", "--designs", "art", "--out", "out", *FILM)
    lines = done.stdout.splitlines()
    assert "Deduplication: 3 total files, 2 unique (1 duplicates, 33.3% savings)" in lines
    assert any(line.startswith("Successfully created gang sheet with ") for line in lines)
    assert any(line.startswith("FREED ") for line in lines)
    assert any(line.startswith("Film used: ") for line in lines)
    assert any(line.startswith("Peak memory: ") for line in lines)
    assert any("Part_1.png: 10 x " in line and "(254 x " in line for line in lines)
    assert done.stderr == ""


def test_json_is_the_protocol_and_nothing_else(gangsheet, shop):
    done = gangsheet(
        "render", "good.csv", "--designs", "art", "--out", "out", "--job", "Ünï", "--json", *FILM
    )
    messages = [protocol.decode_message(line.encode()) for line in done.stdout.splitlines()]
    assert isinstance(messages[0], protocol.Hello)
    assert isinstance(messages[-1], protocol.RenderDone)
    assert messages[-1].manifest == manifest_of(shop / "out")
    kinds = {type(message) for message in messages}
    assert {protocol.Progress, protocol.Telemetry, protocol.SheetSaved, protocol.Log} <= kinds
    fractions = [message.fraction for message in messages if isinstance(message, protocol.Progress)]
    assert fractions == sorted(fractions)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "bad.csv"], 3),
        (["nest", "bad.csv"], 5),
        (["render", "bad.csv", "--out", "out", "--skip-bad"], 5),
    ],
)
def test_quiet_still_says_what_is_left_out(gangsheet, shop, words, code):
    done = gangsheet(*words, "--designs", "art", "--quiet", *FILM)
    assert (done.returncode, done.stdout) == (code, "")
    assert "bad.csv, row 3" in done.stderr
    assert "bad.csv, row 4" in done.stderr


def test_what_is_left_out_is_told_with_its_row(gangsheet, shop):
    (shop / "art" / "red.png").write_bytes(b"no picture")
    done = gangsheet("check", "wide.csv", "--designs", "art", *FILM)
    assert done.returncode == 3
    assert "wide.csv, row 2: “red.png” is no PNG" in done.stdout
    assert "wide.csv, row 3: “blue.png” at 20 in x 20 in is" in done.stdout


def test_quiet_says_nothing_when_all_is_well(gangsheet, shop):
    done = gangsheet("render", "good.csv", "--designs", "art", "--out", "out", "--quiet", *FILM)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_bad_rows_stop_a_render_and_each_is_named(gangsheet, shop):
    done = gangsheet("render", "bad.csv", "--designs", "art", "--out", "out", *FILM)
    assert done.returncode == 3
    assert not (shop / "out").exists()
    errors = done.stderr.splitlines()
    assert any("lots" in line and "3" in line for line in errors)
    assert any("gone.png" in line for line in errors)
    assert "--skip-bad" in errors[-1]


def test_skip_bad_prints_the_rest_and_says_what_is_missing(gangsheet, shop):
    done = gangsheet("render", "bad.csv", "--designs", "art", "--out", "out", "--skip-bad", *FILM)
    assert done.returncode == 5, done.stderr
    made = manifest_of(shop / "out")
    assert sum(len(part.placements) for part in made.parts) == 3
    assert {problem.row for problem in made.problems if problem.severity == "error"} >= {3, 4}
    assert "gone.png" in done.stdout


def test_copies_that_do_not_fit_are_left_out_by_name(gangsheet, shop):
    refused = gangsheet("render", "wide.csv", "--designs", "art", "--out", "out", *FILM)
    assert refused.returncode == 3
    done = gangsheet("render", "wide.csv", "--designs", "art", "--out", "out", "--skip-bad", *FILM)
    assert done.returncode == 5
    (left_out,) = manifest_of(shop / "out").unplaced
    assert (left_out.design, left_out.order, left_out.copies, left_out.index) == ("blue.png", "2", 4, 2)
    assert "Left out: 4 copies" in done.stdout


def test_no_order_file_is_refused_input(gangsheet, shop):
    done = gangsheet("render", "none.csv", "--out", "out", *FILM)
    assert done.returncode == 3
    assert "none.csv" in done.stderr
    assert not (shop / "out").exists()


def test_too_little_memory_is_said_before_anything_is_written(gangsheet, shop):
    done = gangsheet("render", "good.csv", "--designs", "art", "--out", "out", "--memory", "8MB", *FILM)
    assert done.returncode == 4
    assert "8 MB" in done.stderr
    assert not (shop / "out").exists()


def test_a_film_nobody_can_print_on_is_a_wrong_call(gangsheet, shop):
    done = gangsheet("render", "good.csv", "--designs", "art", "--out", "out", "--margin", "12in")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "margin" in done.stderr


def test_an_output_folder_that_is_a_file_is_said_in_a_sentence(gangsheet, shop):
    done = gangsheet("render", "good.csv", "--designs", "art", "--out", "good.csv", *FILM)
    assert done.returncode == 1
    assert "good.csv" in done.stderr and done.stderr.count("\n") == 1


def test_nest_prints_one_document(gangsheet, shop):
    done = gangsheet("nest", "good.csv", "--designs", "art", "--json", *FILM)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["copies"] == 39
    assert sum(len(part["placements"]) for part in document["layout"]["parts"]) == 39
    assert 0 < document["utilisation"] <= 1
    assert document["film_used"] == pytest.approx(
        sum(part["height_px"] for part in document["layout"]["parts"]) / 100
    )
    assert list(shop.glob("**/*.manifest.json")) == []


def test_nest_tells_staff_the_film(gangsheet, shop):
    done = gangsheet("nest", "wide.csv", "--designs", "art", *FILM)
    assert done.returncode == 5
    assert "1 sheet, 1 copy" in done.stdout
    assert "Left out: 4 copies" in done.stdout


def test_nest_tells_cost_and_saving_by_part(gangsheet, shop):
    call = ["nest", "good.csv", "--designs", "art", "--price", "0.5/in", "--film", "10x5in", "--dpi", "100"]
    document = json.loads(gangsheet(*call, "--json").stdout)
    assert document["cost"] == pytest.approx(document["film_used"] / 2, abs=0.01)
    assert document["saving"] == pytest.approx(1 - document["film_used"] / document["rows"], abs=1e-3)
    assert len(document["by_part"]) == document["parts"] > 1
    assert sum(part["length"] for part in document["by_part"]) == pytest.approx(document["film_used"])
    told = gangsheet(*call).stdout
    assert f"cost {document['cost']:.2f}" in told and "Plain rows in the order given" in told


def test_nest_lays_out_as_asked(gangsheet, shop):
    asked = ["--mode", "easy-cutting", "--gap", "0.1in", "--gap-along", "0.3in"]
    document = json.loads(gangsheet("nest", "good.csv", "--designs", "art", "--json", *FILM, *asked).stdout)
    assert document["layout"]["film"]["gap_along"] == 0.3
    assert "cost" not in document
    starts = {p["y"] for part in document["layout"]["parts"] for p in part["placements"]}
    assert len(starts) < 15


def test_nest_compares_films(gangsheet, shop):
    call = ["nest", "good.csv", "--designs", "art", *FILM, "--compare", "10in@0.5,25.4cm,2in"]
    done = gangsheet(*call)
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()
    assert first.startswith("10 in: ") and ", cost " in first
    assert second.startswith("10 in: ") and "cost" not in second
    assert "left out" not in first and third.startswith("2 in: ")
    films = json.loads(gangsheet(*call, "--json").stdout)["films"]
    assert [film["film"]["width"] for film in films] == [10, 10, 2]
    assert films[0]["length"] == films[1]["length"] < films[2]["length"]


def test_check_tells_what_would_go_wrong(gangsheet, shop):
    done = gangsheet("check", "bad.csv", "--designs", "art", "--json", *FILM)
    assert done.returncode == 3
    document = json.loads(done.stdout)
    assert {problem["row"] for problem in document["problems"]} == {3, 4}
    good = gangsheet("check", "good.csv", "--designs", "art", *FILM)
    assert good.returncode == 0
    assert good.stdout.startswith("3 order lines, 39 copies, 2 designs")


def test_a_failure_in_json_is_a_message(gangsheet, shop):
    done = gangsheet("render", "bad.csv", "--designs", "art", "--out", "out", "--json", *FILM)
    failed = protocol.decode_message(done.stdout.splitlines()[-1].encode())
    assert isinstance(failed, protocol.Failed)
    assert (failed.error, failed.exit_code, done.returncode) == ("refused-input", 3, 3)
    nest = gangsheet("nest", "none.csv", "--json")
    assert json.loads(nest.stdout)["error"] == "refused-input"


@pytest.mark.skipif(sys.platform != "linux", reason="there is a screen wherever Windows or macOS runs")
def test_without_a_command_the_window_is_asked_for_and_needs_a_screen(gangsheet, shop, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for words in ((), ("good.csv",), ("demo", "--window")):
        done = gangsheet(*words)
        assert done.returncode == 2
        assert "window" in done.stderr


def test_help_and_version_need_no_library(tmp_path):
    code = (
        "import sys\n"
        "from gangsheet_studio.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'numpy', 'PIL', 'pyvips', 'msgspec', 'tqdm', 'PySide6', 'python_calamine'}\n"
        "assert not heavy & set(sys.modules), heavy\n"
    )
    for words in (["--help"], ["--version"], ["render", "--help"]):
        child = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=30
        )
        assert child.returncode == 0, child.stderr
        assert "gangsheet-studio" in child.stdout


def test_a_reader_that_leaves_does_not_stop_the_render(shop):
    call = ["render", "good.csv", "--designs", "art", "--out", "out", *FILM]
    read_end, write_end = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "gangsheet_studio", *call],
        cwd=shop,
        env=environment(shop / "home"),
        stdout=write_end,
        stderr=subprocess.PIPE,
    )
    os.close(write_end)
    os.close(read_end)
    _, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (0, b"")
    assert manifest_of(shop / "out").parts


@pytest.mark.parametrize("name", ["SIGBREAK"] if WINDOWS else ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_cancelled_render_keeps_no_half_sheet(shop, name):
    for number in range(6):
        grain = Image.frombytes("RGB", (1500, 1500), os.urandom(1500 * 1500 * 3))
        grain.save(shop / "art" / f"{number}.png", compress_level=1)
    rows = "".join(f"{number}.png,11in,4\n" for number in range(6))
    (shop / "grain.csv").write_text("Design,Size,Qty\n" + rows)
    call = ["render", "grain.csv", "--designs", "art", "--out", "out", "--scratch", "scratch", "--json"]
    child = subprocess.Popen(
        [sys.executable, "-m", "gangsheet_studio", *call],
        cwd=shop,
        env=environment(shop / "home"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if WINDOWS else 0,
    )
    for line in child.stdout:
        if isinstance(protocol.decode_message(line), protocol.SheetOpened):
            break
    child.send_signal(signal.CTRL_BREAK_EVENT if WINDOWS else getattr(signal, name))
    rest, errors = child.communicate(timeout=60)
    assert child.returncode == 130
    assert protocol.decode_message(rest.splitlines()[-1]).error == "cancelled"
    assert errors.startswith(b"gangsheet-studio: Cancelled.")
    assert not (shop / "out").exists() or not list((shop / "out").iterdir())
    assert not list((shop / "scratch").iterdir())


def test_the_demo_renders_the_sample_job(gangsheet, tmp_path):
    done = gangsheet("demo")
    assert done.returncode == 0, done.stderr
    made = manifest_of(tmp_path / "demo-output")
    assert len(made.parts) == 2
    assert not made.unplaced


def test_improve_searches_by_shape_and_prints_what_it_found(gangsheet, tmp_path):
    triangle = Image.new("RGBA", (300, 300))
    ImageDraw.Draw(triangle).polygon([(0, 299), (299, 299), (0, 0)], fill="red")
    triangle.save(tmp_path / "triangle.png", dpi=(100, 100))
    (tmp_path / "orders.csv").write_text("Design,Size,Qty\ntriangle.png,3in,20\n")

    boxes = json.loads(gangsheet("nest", "orders.csv", *FILM, "--json").stdout)
    shapes = json.loads(gangsheet("nest", "orders.csv", *FILM, "--json", "--improve", "3").stdout)
    assert not boxes["layout"].get("by_shape") and 0 < boxes["utilisation"] <= 1
    assert shapes["layout"]["by_shape"] and shapes["utilisation"] is None
    assert shapes["film_used"] < 0.8 * boxes["film_used"]
    assert "covered" not in gangsheet("nest", "orders.csv", *FILM, "--improve", "3").stdout

    made = gangsheet("render", "orders.csv", *FILM, "--improve", "3", "--out", "out")
    assert made.returncode == 0, made.stderr
    manifest = manifest_of(tmp_path / "out")
    assert manifest.by_shape and sum(len(part.placements) for part in manifest.parts) == 20
    assert sum(part.height_px for part in manifest.parts) < 80 * boxes["film_used"]


def test_damaged_artwork_is_left_out_unless_the_call_names_it(gangsheet, shop):
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    noise.save(shop / "art" / "torn.png", dpi=(100, 100))
    data = (shop / "art" / "torn.png").read_bytes()
    (shop / "art" / "torn.png").write_bytes(data[: len(data) // 2])
    (shop / "orders.csv").write_text("Order,Design,Size,Qty\n1,red.png,3x2,1\n2,torn.png,4in,2\n")
    call = "render", "orders.csv", "--designs", "art", "--out", "out", "--skip-bad", *FILM
    left_out = gangsheet(*call)
    assert left_out.returncode == 5
    assert "“torn.png” is damaged: it ends before its last row" in left_out.stdout
    assert [each.design for each in manifest_of(shop / "out").unplaced] == ["torn.png"]
    printed = gangsheet(*call, "--accept-damaged", "torn.png")
    assert printed.returncode == 0, printed.stderr
    assert manifest_of(shop / "out").unplaced == ()
    wrong = gangsheet(*call, "--accept-damaged", "tron.png")
    assert wrong.returncode == 2 and "No order line prints “tron.png”" in wrong.stderr


@pytest.fixture
def rough(tmp_path):
    """Artwork in the middle of its borders, with a soft half and a hairline, and an order for it."""
    picture = Image.new("RGBA", (600, 600))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((150, 150, 449, 449), fill="red")
    pen.rectangle((150, 150, 449, 299), fill=(255, 0, 0, 120))
    pen.line((460, 150, 460, 449), fill="red")
    picture.save(tmp_path / "rough.png", dpi=(300, 300))
    (tmp_path / "rough.csv").write_text("Order,Design,Size,Qty\n1,rough.png,2in,1\n")
    return ["rough.csv", "--film", "10x12in", "--dpi", "300"]


def found_by(child):
    return {problem["id"] for problem in json.loads(child.stdout)["findings"]}


def test_check_looks_at_all_of_the_artwork(gangsheet, rough):
    told = {"designs.soft-edges", "designs.thin-lines", "designs.borders"}
    assert found_by(gangsheet("check", *rough, "--json")) == told
    assert found_by(gangsheet("check", *rough, "--json", "--thinnest", "0mm")) == told - {
        "designs.thin-lines"
    }
    done = gangsheet("check", *rough, "--trim", "all", "--harden", "rough.png=40%", "--thinnest", "0.05mm")
    assert done.returncode == 0 and "Nothing to complain of." in done.stdout


@pytest.mark.parametrize(
    ("words", "alpha"),
    [(["--harden", "0.6"], {0}), (["--harden", "10%", "--harden", "rough.png=40%"], {255})],
)
def test_artwork_is_trimmed_and_hardened_where_the_call_says_so(gangsheet, rough, tmp_path, words, alpha):
    done = gangsheet("render", *rough, "--out", "out", "--trim", "rough.png", "--rotate", "none", *words)
    assert done.returncode == 0
    (copy,) = manifest_of(tmp_path / "out").parts[0].placements
    assert (copy.width_px, copy.height_px) == (311, 300)
    sheet = Image.open(next((tmp_path / "out").glob("*.png"))).getchannel("A")
    assert set(sheet.crop((copy.x_px, copy.y_px, copy.x_px + 300, copy.y_px + 140)).tobytes()) == alpha


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--trim", "other.png"], "No order line prints “other.png”"),
        (["--harden", "other.png=0.5"], "No order line prints “other.png”"),
        (["--harden", "strong"], "“strong” is no alpha to harden at"),
        (["--harden", "2%"], "it can't be hardened at 2%"),
    ],
)
def test_artwork_options_that_mean_nothing_are_a_wrong_call(gangsheet, rough, words, said):
    done = gangsheet("nest", *rough, *words)
    assert done.returncode == 2 and said in done.stderr
