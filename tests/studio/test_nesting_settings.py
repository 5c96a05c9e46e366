"""What a layout is made for, gaps of two kinds, prices, and lines that keep upright or may fill."""

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QTableView, QWidget

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.money import format_money
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.look.money import format_price, parse_price
from gangsheet_studio.studio.orders.columns import MARKS, Column
from gangsheet_studio.studio.settings.preferences import Preferences
from gangsheet_studio.studio.settings.preferences_dialog import PreferencesDialog
from gangsheet_studio.studio.settings.presets import FilmPreset, find

PATIENCE = 30_000


@pytest.fixture
def job(desk, qtbot, tmp_path):
    """Three lines of two designs on short parts."""
    for name, size in (("red", (1200, 1200)), ("blue", (1800, 600))):
        Image.new("RGBA", size, name).save(tmp_path / f"{name}.png", dpi=(300, 300))
    lines = tuple(
        OrderLine(design=name, path=str(tmp_path / f"{name}.png"), size=Size(width), quantity=quantity)
        for name, width, quantity in (("red", 4.0, 7), ("blue", 6.0, 5), ("red", 1.0, 2))
    )
    film = Film(width=23.0, longest=40.0, dpi=100)
    desk.document.new(Project(name="orders", lines=lines, film=film, out=str(tmp_path / "out")))
    settle(desk, qtbot)
    return desk


def settle(desk, qtbot):
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)


def child(desk, kind, name):
    found = desk.window.settings.findChild(kind, name)
    assert found is not None, name
    return found


def choose(box, words):
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def write(qtbot, box, text):
    line = box.findChild(QLineEdit)
    line.clear()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def note(box):
    parent = box.parentWidget()
    while not isinstance(parent, Noted):
        parent = parent.parentWidget()
    return parent.note()


def hints(desk):
    section = child(desk, QComboBox, "modeBox").parentWidget()
    return [label.text() for label in section.findChildren(QLabel) if label.wordWrap() and label.text()]


@pytest.mark.parametrize(
    ("words", "mode"),
    [("Easy cutting", "easy-cutting"), ("Orders together", "orders-together"), ("Copies spread", "spread")],
)
def test_a_mode_lays_the_job_out_anew_and_is_one_step(job, qtbot, words, mode):
    steps = job.document.undo_stack.index()
    before = job.flow.last
    choose(child(job, QComboBox, "modeBox"), words)
    assert job.document.project.nesting == Nesting(mode=mode)
    assert job.preferences.nesting == Nesting(mode=mode)
    assert not child(job, QCheckBox, "shapesBox").isEnabled() and "least film" in hints(job)[0]
    settle(job, qtbot)
    assert job.flow.last is not before and job.flow.last.layout.copies == 14
    assert job.document.undo_stack.index() == steps + 1
    job.document.undo_stack.undo()
    assert child(job, QComboBox, "modeBox").currentText() == "Least film"


def test_shapes_and_their_threshold(job, qtbot):
    shapes, threshold = child(job, QCheckBox, "shapesBox"), child(job, QWidget, "thresholdBox")
    assert shapes.isChecked() and threshold.text() == "5 % alpha"
    write(qtbot, threshold, "20")
    write(qtbot, threshold, "120")
    assert job.document.project.nesting.threshold == 0.2
    assert "give 1 to 100" in note(threshold)
    shapes.click()
    assert not job.document.project.nesting.shapes and not threshold.isEnabled() and not note(threshold)


def test_the_threshold_in_a_row_of_changes_is_one_step(job, qtbot):
    steps = job.document.undo_stack.index()
    for percent in ("10", "20", "30"):
        write(qtbot, child(job, QWidget, "thresholdBox"), percent)
    assert job.document.undo_stack.index() == steps + 1
    job.document.undo_stack.undo()
    assert job.document.project.nesting == Nesting()


def test_marked_lines_fill_the_last_part_and_the_table_says_so(job, qtbot):
    choose(child(job, QComboBox, "fillBox"), "Whole part")
    assert hints(job)[-1].startswith("No line may fill yet")
    job.document.set_fills((2,), True)
    assert hints(job)[-1].startswith("Extra copies of 1 line,")
    settle(job, qtbot)
    extra = job.flow.last.layout.copies - 14
    assert extra > 0
    assert job.window.totals.text().startswith(f"14 copies +{extra:,} extra, ")
    model = job.window.orders.model
    qtbot.waitUntil(lambda: model.index(2, Column.STATE).data() == f"+{extra:,} extra", timeout=PATIENCE)
    assert "fill the last part" in model.index(2, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, Column.STATE).data() == "ready"


def test_several_lines_are_kept_upright_at_once_from_the_menu(job, qtbot):
    panel = job.window.orders
    panel.select_rows((0, 1))
    upright = next(
        action for action in panel.make_context_menu().actions() if action.text() == "Keep upright"
    )
    assert not upright.isChecked()
    steps = job.document.undo_stack.index()
    upright.trigger()
    assert [line.upright for line in job.document.project.lines] == [True, True, False]
    assert job.document.undo_stack.index() == steps + 1
    assert job.document.undo_stack.undoText() == "keep upright 2 lines"
    assert panel.model.index(1, 0).data(MARKS) == ("upright",)
    assert "never turned" in panel.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    settle(job, qtbot)
    turned = {
        p.line: p.rotation for part in job.flow.last.layout.parts for p in part.placements if p.rotation
    }
    assert not {1, 2} & set(turned)
    panel.select_rows((1, 2))
    job.document.set_fills((1, 2), True)
    actions = {action.text(): action for action in panel.make_context_menu().actions()}
    assert not actions["Keep upright"].isChecked() and actions["May fill the last part"].isChecked()
    job.window.findChild(QTableView, "orderTable").grab()  # signs are drawn over the pictures
    job.document.undo_stack.undo()
    assert not any(line.fills for line in job.document.project.lines)


def test_a_line_that_may_fill_says_what_is_still_to_choose(job):
    panel = job.window.orders
    panel.select_rows((2,))
    fills = next(each for each in panel.make_context_menu().actions() if each.text().startswith("May fill"))
    fills.trigger()
    assert job.document.project.lines[2].fills
    said = [label.text() for label in job.window.run_bar.findChildren(QLabel)]
    assert any(text.startswith("Nothing is filled yet") for text in said)


def test_a_mark_that_is_there_is_no_step(job):
    steps = job.document.undo_stack.index()
    job.document.set_upright((0, 1), False)
    assert job.document.undo_stack.index() == steps


def test_the_gap_along_follows_until_it_is_set_apart(job, qtbot):
    across, along = child(job, QWidget, "gapBox"), child(job, QWidget, "gapAlongBox")
    same = child(job, QCheckBox, "sameGapBox")
    write(qtbot, across, "0.25")
    assert along.text() == "0.25 in" and same.isChecked()
    assert job.document.project.film.gap_along is None
    write(qtbot, along, "0.5")
    assert not same.isChecked() and job.document.project.film.gap_along == 0.5
    write(qtbot, across, "0.125")
    assert along.text() == "0.5 in"
    same.click()
    assert along.text() == "0.125 in" and job.document.project.film.gap_along is None
    same.click()
    assert job.document.project.film.gap_along == 0.125 and not same.isChecked()
    job.document.set_film(Film(width=5.0))
    write(qtbot, along, "6")
    assert "no less than the film's width" in note(along) and along.text() == "0.125 in"


def test_the_price_is_told_by_the_inch_or_the_metre(job, qtbot):
    price = child(job, QWidget, "priceBox")
    assert price.text() == "not known"
    write(qtbot, price, "3/m")
    assert job.document.project.film.price == pytest.approx(0.0762) and price.text() == "$0.0762/in"
    assert job.preferences.film.price == pytest.approx(0.0762)
    job.apply(msgspec.structs.replace(job.preferences, unit="mm", currency="EUR"))
    assert price.text() == "3.00 EUR/m"
    write(qtbot, price, "cheap")
    assert note(price) == "“cheap” is no price of film; write it like 3.00 EUR/m. It stays 3.00 EUR/m."
    write(qtbot, price, "4,50 EUR")
    assert job.document.project.film.price == pytest.approx(0.1143) and not note(price)
    write(qtbot, price, "not known")
    assert job.document.project.film.price == 0


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("0.08", 0.08),
        ("$0.08 / in", 0.08),
        ("9 per yd", 0.25),
        ("$3/ft", 0.25),
        ("2.54 / m", 0.06451600),
        ("1 per cm", 2.54),
        ("0", 0.0),
    ],
)
def test_prices_are_read_for_any_length(text, price):
    assert parse_price(text, "in", "$") == pytest.approx(price)


@pytest.mark.parametrize("text", ["", "-1", "1/kg", "$", "1e99", "1,000", "9" * 400])
def test_what_is_no_price_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_price(text, "in", "$")


def test_money_has_its_sign_before_it_or_its_word_behind():
    assert [format_money(1234.5, each) for each in ("$", "CA$", "kr", "Fr.", "")] == [
        *("$1,234.50", "CA$1,234.50", "1,234.50 kr", "1,234.50 Fr.", "1,234.50"),
    ]
    assert format_price(0.25, "in", "$") == "$0.25/in" and format_price(0.25, "mm", "kr") == "9.84 kr/m"


def test_presets_keep_the_gap_along_and_the_price():
    film = Film(width=12.0, longest=100.0, gap=0.1, gap_along=0.3, price=0.2)
    kept = FilmPreset.named("Mine", film)
    assert kept.of(Film(dpi=300)) == msgspec.structs.replace(film, dpi=300)
    assert kept.fits(film) and not kept.fits(msgspec.structs.replace(film, gap_along=None))
    assert not kept.fits(msgspec.structs.replace(film, price=0.3))
    free = FilmPreset.named("Free", msgspec.structs.replace(film, price=0.0))
    assert free.price is None and free.of(film).price == 0.2
    assert find(film, (free, kept)) is kept and find(Film(), (free, kept)) is None


def test_a_built_in_film_with_a_price_is_kept_under_a_name_of_its_own(job):
    job.document.set_film(Film(price=0.1))
    picker = child(job, QComboBox, "presetBox").parentWidget().parentWidget()
    assert child(job, QComboBox, "presetBox").currentText() == "DTF 23 in"
    assert picker.keep.isEnabled() and not picker.forget.isEnabled()


def test_a_new_job_begins_as_the_last_one_was_set(job, qtbot):
    choose(child(job, QComboBox, "modeBox"), "Copies spread")
    write(qtbot, child(job, QWidget, "priceBox"), "0.5")
    settle(job, qtbot)
    job.document.mark_saved("kept.gangsheet")
    assert job.opener.new_job()
    assert job.document.project.nesting == Nesting(mode="spread")
    assert job.document.project.film.price == 0.5


def test_the_currency_is_typed_in_the_preferences(qtbot):
    dialog = PreferencesDialog(Preferences())
    qtbot.addWidget(dialog)
    told = []
    dialog.changed.connect(told.append)
    line = dialog.findChild(QLineEdit, "currency-preference")
    line.clear()
    qtbot.keyClicks(line, "francs")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told[-1].currency == "fran"
    assert QApplication.focusWidget() is not dialog
