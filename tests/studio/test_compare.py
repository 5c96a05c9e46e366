"""Compare film widths: films are ticked, what the job takes of each is shown, one is used."""

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTableView, QWidget

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.output import Label, Output
from gangsheet_studio.model.project import Project
from gangsheet_studio.protocol import FilmUse
from gangsheet_studio.studio.compare.films import answer, best_of, candidates, is_alike, saving_words
from gangsheet_studio.studio.compare.model import Column, CompareModel
from gangsheet_studio.studio.settings.presets import BUILT_IN, FilmPreset

PATIENCE = 30_000


def use(width, length, *, price=0.0, parts=1, unplaced=0):
    film = Film(width=width, price=price)
    return FilmUse(film=film, length=length, cost=length * price, parts=parts, unplaced=unplaced)


def test_the_film_of_the_job_is_first_and_the_others_follow_by_width():
    film = Film(width=22.0, longest=120.0, price=0.22)
    own = FilmPreset(name="Mine", width=30.0, longest=200.0, price=0.5)
    first, *others = candidates(film, (*BUILT_IN, own))
    assert (first.name, first.film) == ("DTF 22 in", film)
    assert [each.film.width for each in others] == sorted(each.film.width for each in others)
    by_name = {each.name: each.film for each in others}
    assert by_name["DTF 23 in"].price == pytest.approx(0.23)  # as much for its area
    assert by_name["Mine"].price == 0.5
    alike = {name for name, each in by_name.items() if is_alike(film, each)}
    assert alike == {"DTF 23 in", "DTF 58 cm", "DTF 60 cm", "UV-DTF 22.7 in"}
    assert candidates(Film(width=9.0), BUILT_IN)[0].name == "This film"


def test_the_best_prints_all_and_costs_least():
    cheap, dear = use(22, 100, price=0.1), use(23, 90, price=0.2)
    assert best_of([cheap, dear]) == 0
    assert best_of([use(22, 100), use(23, 90, price=0.2)]) == 1  # by area where a price is not known
    assert best_of([use(22, 10, price=0.1, unplaced=1), dear]) == 1
    assert best_of([use(22, 0, parts=0, unplaced=9)]) is None and best_of([]) is None
    assert saving_words(dear, cheap) == "80 % more" and saving_words(cheap, dear) == "44 % less"
    assert saving_words(cheap, cheap) == "same"


def test_one_line_to_pass_on():
    uses = [use(22, 161.4), use(22, 160), use(23, 152.8), use(4, 0, parts=0)]
    assert answer(uses, "in") == "22 in: 160 in, 23 in: 152.8 in"
    assert answer(uses[:1], "mm") == "558.8 mm: 4.10 m"


def test_a_price_that_is_typed_changes_the_cost(qtbot):
    model = CompareModel(candidates(Film(price=0.1), BUILT_IN), "in", "$")
    model.set_uses((0,), (use(23.0, 100.0),))
    cost = model.index(0, Column.COST)
    assert cost.data() == "$10.00"
    price = model.index(0, Column.PRICE)
    assert price.flags() & Qt.ItemFlag.ItemIsEditable
    assert model.setData(price, "$0.20/in") and cost.data() == "$20.00"
    with qtbot.waitSignal(model.refused) as refused:
        assert not model.setData(price, "cheap")
    assert "no price of film" in refused.args[0] and cost.data() == "$20.00"


@pytest.fixture
def job(desk, qtbot, tmp_path):
    Image.new("RGBA", (300, 300), "red").save(tmp_path / "red.png", dpi=(300, 300))
    line = OrderLine(design="red", path=str(tmp_path / "red.png"), size=Size(7.6), quantity=12)
    film = Film(width=23.0, longest=215.0, dpi=100, price=0.1)
    assert not desk.window.actions_by_name["compare"].isEnabled()
    desk.document.new(Project(name="orders", lines=(line,), film=film, out=str(tmp_path / "out")))
    settle(desk, qtbot)
    return desk


def settle(desk, qtbot):
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)


class Open:
    """The dialog as staff see it."""

    def __init__(self, job, qtbot):
        job.window.actions_by_name["compare"].trigger()
        self.dialog = job.window.findChild(QDialog, "compareDialog")
        self.table = self.dialog.findChild(QTableView, "compareTable")
        self.model = self.table.model()
        self.wait = lambda: qtbot.waitUntil(self.is_answered, timeout=PATIENCE)

    def is_answered(self):
        return not self.model.wanted() and " is best: " in self.said("compareVerdict")

    def said(self, name):
        return self.dialog.findChild(QLabel, name).text()

    def press(self, name):
        self.dialog.findChild(QPushButton, name).click()

    def row(self, name):
        return next(r for r in range(self.model.rowCount()) if self.shown(r, 0).startswith(name))

    def shown(self, row, column):
        return self.model.index(row, column).data()


def test_films_are_compared_and_the_best_is_used(job, qtbot):
    opened = Open(job, qtbot)
    opened.wait()
    # 3 of 7.6 in are 23.05 in wide: 60 cm takes three in a row, the others two
    assert opened.shown(0, 0) == "DTF 23 in (in use)"
    row = opened.row("DTF 60 cm")
    assert opened.shown(row, 0) == "DTF 60 cm (best)"
    assert opened.said("compareVerdict").startswith("DTF 60 cm is best: ")
    assert "23 in: " in opened.said("compareAnswer") and "23.622 in: " in opened.said("compareAnswer")
    assert opened.shown(row, Column.SAVING).endswith("% less") and opened.shown(row, Column.COST).startswith(
        "$"
    )
    assert opened.shown(opened.row("A4"), Column.LENGTH) == ""
    assert opened.table.selectionModel().selectedRows()[0].row() == row
    chosen = opened.model.film(row)
    opened.press("useFilmButton")
    assert job.document.project.film == chosen and job.preferences.film == chosen
    settle(job, qtbot)
    assert job.flow.last.layout.film == chosen
    assert job.window.settings.findChild(QWidget, "presetBox").currentText() == "DTF 60 cm"
    job.document.undo_stack.undo()
    assert job.document.project.film.width == 23.0


def test_films_are_compared_with_the_room_that_marks_take(job, qtbot):
    def length():
        opened = Open(job, qtbot)
        opened.wait()
        found = opened.model.film(0), opened.shown(0, Column.LENGTH)
        opened.dialog.close()
        return found

    film, plain = length()
    job.document.set_output(Output(label=Label(height=1.0)))
    settle(job, qtbot)
    same, labelled = length()
    assert same == film == job.document.project.film
    assert float(labelled.split()[0]) >= float(plain.split()[0]) + 4


def test_a_film_that_is_ticked_or_typed_is_asked_for(job, qtbot):
    opened = Open(job, qtbot)
    opened.wait()
    a4 = opened.row("A4")
    opened.model.setData(opened.model.index(a4, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    opened.wait()
    assert opened.shown(a4, Column.PARTS) == "12" and opened.shown(a4, Column.LENGTH)
    rows = opened.model.rowCount()
    width = opened.dialog.findChild(QWidget, "otherWidthBox")
    width.set_figure(15.5)
    opened.press("addWidthButton")
    opened.press("addWidthButton")
    assert opened.model.rowCount() == rows + 1
    opened.wait()
    assert opened.shown(rows, 0).startswith("Own width") and opened.shown(rows, Column.LENGTH)
    width.set_figure(0.5)
    opened.press("addWidthButton")
    qtbot.waitUntil(lambda: opened.shown(rows + 1, Column.LEFT_OUT) == "12", timeout=PATIENCE)
    opened.dialog.reject()
    assert job.document.project.film.width == 23.0


def test_the_film_of_the_job_can_not_be_used_twice(job, qtbot):
    opened = Open(job, qtbot)
    opened.wait()
    opened.table.selectRow(0)
    assert not opened.dialog.findChild(QPushButton, "useFilmButton").isEnabled()
    opened.dialog.reject()


def test_every_control_is_named_and_explained(job, qtbot):
    opened = Open(job, qtbot)
    controls = [*opened.dialog.findChildren(QPushButton), opened.table]
    controls.append(opened.dialog.findChild(QWidget, "otherWidthBox"))
    assert all(each.toolTip() and each.accessibleName() for each in controls)
    opened.wait()
    opened.dialog.grab()
    opened.dialog.reject()


def test_an_engine_that_dies_is_told_and_asked_again(job, qtbot):
    opened = Open(job, qtbot)
    job.flow._client.kill()
    qtbot.waitUntil(lambda: opened.said("compareVerdict") != "Laying the job out...", timeout=PATIENCE)
    if not opened.is_answered():
        opened.dialog.ask()
    opened.wait()
    opened.dialog.reject()
