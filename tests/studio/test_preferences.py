"""Preferences: kept from start to start whatever the file holds, and shown by the window at once."""

import json

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout, Part
from gangsheet_studio.protocol import Forecast, NestDone
from gangsheet_studio.studio.look.dressing import wear
from gangsheet_studio.studio.look.theme import DARK, LIGHT, colours_of
from gangsheet_studio.studio.settings.preferences import VERSION, Keeper, Preferences, choices, load, save
from gangsheet_studio.studio.settings.preferences_dialog import PreferencesDialog
from gangsheet_studio.studio.settings.presets import FilmPreset
from tests.studio.activating import activate

FULL = Preferences(
    unit="mm",
    theme="dark",
    checker=False,
    verify=False,
    out="/srv/sheets",
    designs=("/srv/art", "/srv/more"),
    film=Film(width=22.0, gap=0.25),
    memory=1 << 28,
    presets=(FilmPreset(name="Narrow", width=12, longest=100),),
    recent=("/srv/a.csv",),
    geometry="AAAA",
    state="BBBB",
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config" / "preferences.json"


def put(file, saved):
    file.parent.mkdir(exist_ok=True)
    data = saved if isinstance(saved, bytes) else json.dumps(saved).encode()
    file.write_bytes(data)
    return data


def test_what_is_saved_is_loaded(file):
    assert load(file).preferences == Preferences() and not load(file).note
    assert save(FULL, file)
    assert load(file).preferences == FULL and not load(file).note
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_two_windows_keep_what_the_other_has_changed(file):
    save(Preferences(unit="mm"), file)
    one, other = Keeper(load(file).preferences, file), Keeper(load(file).preferences, file)
    preset = FilmPreset(name="Narrow", width=12, longest=100)
    assert one.save(Preferences(unit="mm", presets=(preset,)))
    assert other.save(Preferences(unit="mm", geometry="AAAA"))
    assert load(file).preferences == Preferences(unit="mm", presets=(preset,), geometry="AAAA")
    assert one.save(Preferences(unit="in", presets=(preset,)))  # back to how it is without a file
    assert load(file).preferences == Preferences(presets=(preset,), geometry="AAAA")


def test_a_folder_that_can_not_be_written_is_told(tmp_path):
    (tmp_path / "config").write_text("a file")
    assert not save(FULL, tmp_path / "config" / "preferences.json")


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000, b"\0" * 2_000_000]
)
def test_a_file_that_can_not_be_read_is_kept_aside_and_told(file, damage):
    put(file, damage)
    loaded = load(file)
    assert loaded.preferences == Preferences()
    assert loaded.note == (
        "Your preferences could not be read and begin anew. The file is kept as preferences.bad."
    )
    assert file.with_suffix(".bad").read_bytes() == damage


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("theme", "pink"),
        ("unit", 3),
        ("checker", "yes"),
        ("memory", "all"),
        ("surprise", 1),
        ("recent", "/a"),
    ],
)
def test_one_bad_field_costs_no_other(file, field, value):
    saved = msgspec.to_builtins(FULL)
    data = put(file, saved | {field: value})
    loaded = load(file)
    expected = FULL
    if field in saved:
        expected = msgspec.structs.replace(FULL, **{field: getattr(Preferences(), field)})
    assert loaded.preferences == expected
    assert loaded.note == (
        f"Not all of your preferences could be read: {field}. The file is kept as preferences.bad."
    )
    assert file.with_suffix(".bad").read_bytes() == data
    assert load(file).preferences == expected and not load(file).note


def test_one_bad_preset_costs_no_other(file):
    saved = msgspec.to_builtins(FULL)
    put(file, saved | {"presets": [{"name": "Broken", "width": "wide"}, *saved["presets"]]})
    loaded = load(file)
    assert loaded.preferences == FULL and "presets" in loaded.note


def test_a_newer_version_is_read_as_far_as_it_is_known_and_not_lost(file):
    data = put(file, msgspec.to_builtins(FULL) | {"version": VERSION + 1, "theme": "sepia", "sound": "ping"})
    loaded = load(file)
    assert loaded.preferences == msgspec.structs.replace(FULL, theme="system")
    assert "newer Gangsheet Studio" in loaded.note and "preferences.newer" in loaded.note
    save(loaded.preferences, file)
    assert file.with_suffix(".newer").read_bytes() == data
    assert not load(file).note


def test_the_dialog_asks_for_every_field_that_says_what_it_is():
    assert [choice.name for choice in choices()] == [
        "unit",
        "theme",
        "checker",
        "verify",
        "improve_by_itself",
        "out",
        "designs",
        "scratch",
        "currency",
    ]
    assert all(choice.label and choice.hint for choice in choices())


@pytest.fixture
def dialog(qtbot):
    made = PreferencesDialog(Preferences(recent=("/a",)))
    qtbot.addWidget(made)
    made.show()
    return made


def control(dialog, name):
    found = dialog.findChild(QWidget, f"{name}-preference")
    assert found is not None
    return found


def choose(dialog, name, words):
    box = control(dialog, name)
    box.setCurrentIndex(box.findText(words))


def test_each_change_is_told_at_once_and_keeps_the_rest(dialog, tmp_path):
    told = []
    dialog.changed.connect(told.append)
    dialog.set_preferences(Preferences(recent=("/b",), unit="mm"))
    assert not told
    choose(dialog, "theme", "Dark")
    control(dialog, "checker").click()
    line = control(dialog, "out").findChild(QLineEdit)
    for text in ("here", str(tmp_path)):
        line.setText(text)
        line.editingFinished.emit()
    assert told == [
        Preferences(recent=("/b",), unit="mm", theme="dark"),
        Preferences(recent=("/b",), unit="mm", theme="dark", checker=False),
        Preferences(recent=("/b",), unit="mm", theme="dark", checker=False, out=str(tmp_path)),
    ]


def test_every_control_is_named_explained_and_reached_by_tab(dialog, qtbot):
    kinds = (QComboBox, QCheckBox, QLineEdit, QPushButton, QListWidget)
    controls = [each for kind in kinds for each in dialog.findChildren(kind)]
    assert len(controls) == 14
    assert all(each.toolTip() and each.accessibleName() for each in controls)
    activate(qtbot, dialog)
    reached = set()
    for _ in range(2 * len(controls)):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert {each for each in controls if each.isEnabled()} <= reached


def test_artwork_folders_are_added_once_and_removed(dialog, monkeypatch):
    told = []
    dialog.changed.connect(lambda preferences: told.append(preferences.designs))
    answers = iter(["/srv/art", "", "/srv/art", "/srv/more"])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(answers))
    add, remove = control(dialog, "designs").findChildren(QPushButton)
    assert not remove.isEnabled()
    for _ in range(4):
        add.click()
    remove.click()
    assert told == [("/srv/art",), ("/srv/art", "/srv/more"), ("/srv/art",)]


@pytest.fixture
def desk(open_desk):
    yield open_desk(Preferences(theme="light"))
    wear("light")


def test_the_window_shows_a_changed_preference_at_once(desk, tmp_path):
    window = desk.window
    action = window.actions_by_name["preferences"]
    action.trigger()
    dialog = window.findChild(PreferencesDialog, "preferencesDialog")
    assert dialog.isVisible() and not dialog.isModal()

    before = window.actions_by_name["open"].icon().cacheKey()
    choose(dialog, "theme", "Dark")
    assert colours_of(window) is DARK and colours_of(window.settings) is DARK and colours_of(dialog) is DARK
    assert window.actions_by_name["open"].icon().cacheKey() != before

    choose(dialog, "unit", "Millimetres")
    assert window.settings.findChild(QWidget, "widthBox").text() == "584.2 mm"
    control(dialog, "verify").click()
    assert desk.runner.verify is False
    line = control(dialog, "out").findChild(QLineEdit)
    line.setText(str(tmp_path))
    line.editingFinished.emit()
    assert desk.document.project.out == str(tmp_path)  # the empty job takes it already
    assert desk.preferences == Preferences(theme="dark", unit="mm", verify=False, out=str(tmp_path))

    units = window.settings.findChild(QComboBox, "unitBox")
    units.setCurrentIndex(0)
    units.activated.emit(0)
    assert control(dialog, "unit").currentText() == "Inches"
    dialog.close()
    action.trigger()
    assert window.findChildren(PreferencesDialog) == [dialog] and dialog.isVisible()
    choose(dialog, "theme", "Light")
    assert colours_of(window) is LIGHT


@pytest.mark.parametrize("wanted", [True, False])
def test_finished_sheets_are_checked_only_where_that_is_wanted(desk, monkeypatch, wanted):
    desk.apply(msgspec.structs.replace(desk.preferences, verify=wanted))
    asked = []
    monkeypatch.setattr(desk.flow, "make_sheets", lambda job: asked.append(job.verify))
    monkeypatch.setattr("gangsheet_studio.studio.running.left_out", lambda *_: None)

    part = Part(number=1, width_px=100, height_px=100, placements=())
    layout = Layout(film=Film(), parts=(part,))
    monkeypatch.setattr(type(desk.flow), "problems", ())
    forecast = Forecast(peak_bytes=1, scratch_bytes=1, output_bytes=1, seconds=1.0, limit_bytes=1)
    done = NestDone(layout=layout, items=(), problems=(), forecast=forecast)
    monkeypatch.setattr(desk.flow, "last", done)
    desk.runner.make_sheets()
    assert asked == [wanted]


def test_a_new_job_begins_with_the_film_that_was_set_last(desk):
    desk.window.settings.filmChanged.emit(Film(width=22.0, margin=0.5))
    desk.window.settings.memoryChanged.emit(1 << 28)
    desk.document.mark_saved("kept.gangsheet")
    assert desk.opener.new_job()
    assert desk.document.project.film == Film(width=22.0, margin=0.5)
    assert desk.document.project.memory == desk.preferences.memory == 1 << 28
