"""What sheets are written as, as staff change it: formats, RIP profiles, spot colours, marks, paper."""

import msgspec
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QInputDialog, QLabel, QPushButton

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.output import Cut, Label, Output, White
from gangsheet_studio.model.profiles import BUILT_IN, Profile
from gangsheet_studio.model.units import UNITS_PER_INCH
from gangsheet_studio.studio.controls.fitting_label import FittingLabel
from gangsheet_studio.studio.settings.panel import SettingsPanel
from tests.studio.test_settings_panel import button, child, choose, note, write

MM = 1 / UNITS_PER_INCH["mm"]


@pytest.fixture
def panel(qtbot):
    made = SettingsPanel()
    qtbot.addWidget(made)
    made.resize(296, 640)
    made.show()
    return made


@pytest.fixture
def outputs(panel):
    told = []
    panel.outputChanged.connect(told.append)
    return told


def test_a_format_offers_what_it_has_room_for_and_nothing_else(panel, qtbot, outputs):
    optional = ("compressionBox", "layersBox", "whiteBox", "cutBox")
    shown = {}
    for word, name in (("TIFF", "tiff"), ("PDF", "pdf"), ("SVG", "svg"), ("PNG", "png")):
        choose(qtbot, child(panel, "formatBox"), word)
        assert outputs[-1].format == name
        shown[name] = {each for each in optional if child(panel, each).isVisible()}
    assert shown == {
        "png": set(),
        "tiff": {"compressionBox", "whiteBox"},
        "pdf": {"layersBox", "whiteBox", "cutBox"},
        "svg": {"layersBox", "cutBox"},
    }


def test_another_format_gives_up_the_spot_colours_it_has_no_room_for(panel, qtbot, outputs):
    panel.set_sheets(Output(format="pdf", white=White(), cut=Cut()), Film())
    choose(qtbot, child(panel, "formatBox"), "TIFF")
    assert outputs[-1] == Output(format="tiff", white=White())
    choose(qtbot, child(panel, "formatBox"), "SVG")
    assert outputs[-1] == Output(format="svg")


def test_white_ink_has_a_name_and_a_choke_and_no_background_over_it(panel, qtbot, outputs):
    panel.set_sheets(Output(format="tiff", background="#ffffff"), Film())
    panel.set_unit("mm")
    child(panel, "whiteBox").click()
    assert outputs[-1] == Output(format="tiff", white=White())
    assert not child(panel, "backgroundBox").isVisible()
    write(qtbot, child(panel, "whiteNameLine"), "Spot 1")
    write(qtbot, child(panel, "whiteLengthBox"), "0.5")
    assert outputs[-1].white.name == "Spot 1"
    assert outputs[-1].white.choke == pytest.approx(0.5 * MM)
    told = len(outputs)
    write(qtbot, child(panel, "whiteNameLine"), "Weiß")
    assert len(outputs) == told
    assert "“Weiß”" in note(child(panel, "whiteNameLine"))
    assert child(panel, "whiteNameLine").text() == "Spot 1"
    child(panel, "whiteBox").click()
    assert outputs[-1].white is None


def test_cut_lines_are_at_a_distance(panel, qtbot, outputs):
    panel.set_sheets(Output(format="svg"), Film())
    child(panel, "cutBox").click()
    write(qtbot, child(panel, "cutLengthBox"), "3mm")
    assert outputs[-1] == Output(format="svg", cut=Cut(offset=outputs[-1].cut.offset))
    assert outputs[-1].cut.offset == pytest.approx(3 * MM)
    write(qtbot, child(panel, "cutLengthBox"), "90 in")
    assert "0 in to 2 in" in note(child(panel, "cutLengthBox"))


def test_names_show_what_comes_out_and_refuse_what_no_file_can_be_called(panel, qtbot, outputs):
    panel.set_output("Friday", "", None)
    line = child(panel, "namesLine")
    write(qtbot, line, "{job} {film} no {n}")
    assert outputs[-1].names == "{job} {film} no {n}"
    assert "Friday 23in no 1.png" in [label.text() for label in panel.findChildren(QLabel)]
    told = len(outputs)
    for wrong, why in (("{job}", "need {n}"), ("{n} {width}", "{width}"), ("{n}/x", "'/'")):
        write(qtbot, line, wrong)
        assert why in note(line)
        assert line.text() == "{job} {film} no {n}"
    assert len(outputs) == told


def test_a_background_is_white_or_any_colour(panel, qtbot, outputs, monkeypatch):
    box = child(panel, "backgroundBox")
    choose(qtbot, box, "White")
    assert outputs[-1].background == "#ffffff"
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor("#1040a0"))
    choose(qtbot, box, "Choose a colour...")
    assert outputs[-1].background == "#1040a0"
    assert box.currentText() == "#1040a0"
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor())
    choose(qtbot, box, "Choose a colour...")
    assert (outputs[-1].background, box.currentText()) == ("#1040a0", "#1040a0")
    choose(qtbot, box, "Transparent")
    assert outputs[-1].background == ""


@pytest.mark.parametrize("profile", BUILT_IN, ids=lambda profile: profile.name)
def test_a_profile_that_is_chosen_is_shown_as_chosen(panel, qtbot, profile):
    chosen = []
    panel.profileChosen.connect(chosen.append)
    box = child(panel, "profileBox")
    choose(qtbot, box, profile.name)
    assert chosen == [profile]
    ours = Output(label=Label(), preview="jpeg", mirror=True, background="#ffffff")
    followed = profile.of(ours)
    assert (followed.label, followed.preview, followed.mirror) == (ours.label, "jpeg", False)
    panel.set_sheets(followed, Film())
    assert box.currentText() == profile.name


def test_own_settings_are_kept_with_their_dpi_and_length_and_forgotten(panel, qtbot, monkeypatch):
    kept = []
    panel.ownProfilesChanged.connect(kept.append)
    output, film = Output(format="tiff", mirror=True, header=True), Film(dpi=300, longest=100)
    panel.set_sheets(output, film)
    box = child(panel, "profileBox")
    assert box.currentText() == "Own settings"
    keep = next(each for each in box.parent().parent().findChildren(type(button(panel, "Keep"))))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("Our RIP", True))
    keep.click()
    (own,) = kept[-1]
    asked = Output(profile="Our RIP", format="tiff", mirror=True)
    assert own == Profile(name="Our RIP", output=asked, dpi=300, longest=100)
    panel.set_profiles(kept[-1])
    panel.set_sheets(own.of(output), film)
    assert box.currentText() == "Our RIP"
    panel.set_sheets(own.of(output), Film(dpi=400, longest=100))
    assert box.currentText() == "Own settings"


def test_labels_and_marks(panel, qtbot, outputs):
    choose(qtbot, child(panel, "labelsBox"), "Beside each order")
    assert outputs[-1] == Output(label=Label(place="beside", each="order"))
    child(panel, "qrBox").click()
    write(qtbot, child(panel, "labelHeightBox"), "4mm")
    assert outputs[-1].label == Label(place="beside", each="order", qr=True, height=outputs[-1].label.height)
    assert outputs[-1].label.height == pytest.approx(4 * MM)
    for name, field in (
        ("cropBox", "crop_marks"),
        ("registrationBox", "registration"),
        ("headerBox", "header"),
    ):
        child(panel, name).click()
        assert getattr(outputs[-1], field)
    choose(qtbot, child(panel, "labelsBox"), "None")
    assert outputs[-1] == Output(crop_marks=True, registration=True, header=True)
    assert not child(panel, "qrBox").isVisible()


def test_what_goes_with_the_sheets(panel, qtbot, outputs):
    choose(qtbot, child(panel, "previewBox"), "WebP")
    for name in ("jobSheetBox", "placementsBox", "missingBox"):
        child(panel, name).click()
    assert outputs[-1] == Output(preview="webp", job_sheet=True, placements_csv=True, missing_csv=True)
    choose(qtbot, child(panel, "paperBox"), "Letter")
    assert outputs[-1].paper == "letter"
    child(panel, "jobSheetBox").click()
    assert not child(panel, "paperBox").isVisible()


def test_showing_says_nothing(panel, outputs):
    output = Output(format="pdf", white=White(), cut=Cut(), label=Label(), header=True, preview="jpeg")
    panel.set_sheets(output, Film())
    panel.set_sheets(msgspec.structs.replace(output, format="svg", white=None), Film())
    assert outputs == []


def test_sections_fold_behind_headings_that_say_what_is_in_them(panel, qtbot):
    folded = []
    panel.foldedChanged.connect(folded.append)
    panel.set_sheets(Output(label=Label(), header=True, job_sheet=True), Film())
    panel.set_folded(("Marks", "With the sheets"))
    assert folded == []
    heads = {head.text(): head for head in panel.findChildren(QPushButton, "fold")}
    assert not child(panel, "labelsBox").isVisible() and child(panel, "formatBox").isVisible()
    summaries = {label.text() for label in panel.findChildren(FittingLabel) if label.isVisible()}
    assert summaries == {"labels, header strip", "job sheet"}
    heads["Marks"].click()
    heads["Film"].click()
    assert folded == [("With the sheets",), ("Film", "With the sheets")]
    assert child(panel, "labelsBox").isVisible() and not child(panel, "widthBox").isVisible()
    assert heads["Film"].accessibleName() == "Film, folded"
