"""What the words on the command line mean."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.cli.arguments import FILLS, MODES, parse
from gangsheet_studio.engine.checks import check_name
from gangsheet_studio.errors import UsageError
from gangsheet_studio.model.names import tidy_name
from gangsheet_studio.model.nesting import Fill, Mode
from gangsheet_studio.model.units import parse_film, parse_film_length, parse_price

FILMS = {
    "23x215in": (23, 215),
    "23x215": (23, 215),
    "23 x 215 in": (23, 215),
    '23"x215"': (23, 215),
    "23inX215in": (23, 215),
    "23in×215in": (23, 215),  # noqa: RUF001
    "58cmx5m": (58 / 2.54, 500 / 2.54),
    "58 cm x 5 m": (58 / 2.54, 500 / 2.54),
    "580x5000mm": (580 / 25.4, 5000 / 25.4),
    "22.5x60in": (22.5, 60),
    "22,5x60in": (22.5, 60),
    "58cmx200": (58 / 2.54, 200 / 2.54),
    "23inx5m": (23, 500 / 2.54),
}


@pytest.mark.parametrize(("text", "inches"), FILMS.items(), ids=FILMS)
def test_a_film_as_staff_write_it(text, inches):
    assert parse_film(text) == pytest.approx(inches)


@pytest.mark.parametrize(
    "text", ["", " 23 ", " 23in ", " x215 ", " 23x ", " 23x215x3in ", " ax b ", " 23-215in ", " -23x215"]
)
def test_what_is_no_film_says_how_to_write_one(text):
    with pytest.raises(ValueError, match=r"write (it|width)"):
        parse_film(text)


@pytest.mark.parametrize(
    ("text", "inches"), [("0.125in", 0.125), ("0.125", 0.125), ("5mm", 5 / 25.4), ("1m", 100 / 2.54)]
)
def test_a_length_as_staff_write_it(text, inches):
    assert parse_film_length(text) == pytest.approx(inches)


@pytest.mark.parametrize(
    ("text", "an_inch"),
    [("0.30", 0.3), ("0.30/in", 0.3), ("12/m", 12 * 0.0254), ("$0,12/cm", 0.12 * 2.54), ("12 € / m", 0.3048)],
)
def test_a_price_as_staff_write_it(text, an_inch):
    assert parse_price(text) == pytest.approx(an_inch)


@pytest.mark.parametrize("text", ["", "x", "-1", "12/kg", "nan", "1/m/m"])
def test_what_is_no_price_is_refused(text):
    with pytest.raises(ValueError, match=r"price|unit"):
        parse_price(text)


def test_films_to_compare_have_prices_where_they_are_named():
    offers = parse(["nest", "a.csv", "--compare", "22in, 23;58cm@12/m"]).compare
    assert [offer.width for offer in offers] == pytest.approx([22, 23, 58 / 2.54])
    assert [offer.price for offer in offers] == [None, None, pytest.approx(0.3048)]


def test_every_mode_and_fill_can_be_asked_for():
    assert (get_args(Mode), get_args(Fill)) == (MODES, FILLS)


def test_defaults_are_the_ones_of_the_help():
    options = parse(["render", "a.csv", "--out", "o"])
    assert (options.film, options.dpi, options.gap, options.margin) == ((23.0, 215.0), 400, 0.125, 0.0)
    assert (options.rotate, options.memory, options.unit) == ("any", None, "in")
    assert (options.gap_along, options.price, options.mode, options.fill) == (None, 0.0, "least-film", "none")
    assert not (options.skip_bad or options.no_verify or options.json or options.quiet)


def test_every_option_arrives():
    call = (
        "render a.csv b.xlsx --designs x --designs y --out o --film 58cmx5m --dpi 300 --gap 5mm --margin 2mm"
    )
    call += (
        " --rotate none --memory 256MB --job J --skip-bad --no-verify --scratch s --unit cm --json --quiet"
    )
    options = parse(call.split())
    assert options.orders == [Path("a.csv"), Path("b.xlsx")]
    assert options.designs == [Path("x"), Path("y")]
    assert (options.memory, options.job, options.scratch) == (256 << 20, "J", Path("s"))
    assert (options.rotate, options.dpi, options.unit) == ("none", 300, "cm")
    assert options.gap == pytest.approx(5 / 25.4)
    assert options.skip_bad and options.no_verify and options.json and options.quiet


def test_a_file_that_has_gone_is_for_the_window_to_tell_of(tmp_path):
    gone = tmp_path / "gone.gangsheet"
    assert parse([str(gone)]).files == [gone]
    with pytest.raises(SystemExit):
        parse(["rendr"])


def test_no_command_asks_for_the_studio(tmp_path):
    assert parse([]).command == "studio"
    (tmp_path / "a.csv").touch()
    assert parse([str(tmp_path / "a.csv")]).command == "studio"


WRONG = {
    "unknown command": "rendr a.csv",
    "no orders": "render --out o",
    "no out": "render a.csv",
    "film": "render a.csv --out o --film wide",
    "gap": "render a.csv --out o --gap=-1in",
    "dpi": "render a.csv --out o --dpi many",
    "mode": "nest a.csv --mode fastest",
    "fill": "nest a.csv --fill all",
    "price": "nest a.csv --price free",
    "compare": "nest a.csv --compare 22in,wide",
    "compared price": "nest a.csv --compare 22in@free",
    "rotate": "render a.csv --out o --rotate 45",
    "memory": "render a.csv --out o --memory lots",
    "unit": "render a.csv --out o --unit furlong",
    "unknown option": "nest a.csv --out o",
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_a_usage_error(call, capsys):
    with pytest.raises(SystemExit) as exit_:
        parse(call.split())
    assert exit_.value.code == 2
    assert "error: " in capsys.readouterr().err


@given(st.text(max_size=300))
def test_a_job_named_after_any_file_can_name_files(text):
    check_name(tidy_name(text))


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "a/b", "a\\b", "..", ".a", "a\n", "nul", "COM1.x", "a" * 200, "a:b", "a "),
        *("COM\N{SUPERSCRIPT ONE}", "lpt\N{SUPERSCRIPT THREE}.png", "CONIN$", "conout$.x", "con .x"),
        *("a\x7fb", "a\x9bb", "a\u202egnp", "a\u200bb", "a\ufeff", "a\u2028b", "a\u2029b", "\ud800"),
    ],
)
def test_a_name_that_can_name_no_file_is_refused(name):
    with pytest.raises(UsageError, match="job name") as refused:
        check_name(name)
    assert str(refused.value).isprintable()
    check_name(tidy_name(name))


@pytest.mark.parametrize(
    "name",
    ["Spring 2", "क्\u200dष", "\U0001f469\u200d\U0001f3a8", "日本\u3000語", "a\xa0b"],
)
def test_names_in_any_script_can_name_files(name):
    check_name(name)
    assert tidy_name(name) == name
