"""A layout that was changed by hand: kept with the job, shown, printed, taken back."""

import msgspec
from staff import answer

from gangsheet_studio.model.arrange import Spot, lock, move, put, spots
from gangsheet_studio.model.outline import Island, Outline
from gangsheet_studio.protocol import Outlined
from gangsheet_studio.studio.job.project_file import load, save


def settle(desk, qtbot):
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=20_000)


def shown(desk):
    return spots(desk.flow.last.layout)


def by_hand(desk, layout, text="move"):
    desk.document.set_layout(layout, text)


def test_a_moved_copy_shows_at_once_and_stays(laid_out, qtbot):
    layout = move(laid_out.flow.last.layout, {(1, 2)}, 0, 900)
    by_hand(laid_out, layout)
    assert laid_out.flow.last.layout is layout  # before the engine has said anything
    settle(laid_out, qtbot)
    assert laid_out.flow.last.layout == layout
    assert laid_out.flow.last.forecast.output_bytes > 0
    laid_out.document.undo_stack.undo()
    settle(laid_out, qtbot)
    assert shown(laid_out)[1, 2].placement.y < layout.parts[0].height_px - 400


def test_what_is_locked_stays_when_a_quantity_changes(laid_out, qtbot):
    layout = lock(move(laid_out.flow.last.layout, {(2, 1)}, 333, 777), {(2, 1)}, True)
    by_hand(laid_out, layout)
    locked = spots(layout)[2, 1].placement
    laid_out.document.edit_quantity(0, 9)
    settle(laid_out, qtbot)
    kept = [spot.placement for spot in shown(laid_out).values() if spot.placement.locked]
    assert [(p.line, p.x, p.y) for p in kept] == [(2, locked.x, locked.y)]
    assert laid_out.flow.last.layout.copies == 12
    laid_out.document.undo_stack.undo()
    settle(laid_out, qtbot)
    assert laid_out.flow.last.layout == layout


def test_locked_copies_follow_their_line(laid_out, qtbot):
    layout = lock(move(laid_out.flow.last.layout, {(2, 1)}, 333, 777), {(2, 1)}, True)
    by_hand(laid_out, layout)
    laid_out.document.remove([0])
    settle(laid_out, qtbot)
    assert [spot.placement.design for spot in shown(laid_out).values() if spot.placement.locked] == [
        "blue.png"
    ]


def test_a_copy_more_or_less_is_ordered_more_or_less_in_one_step(laid_out, qtbot):
    before = laid_out.document.project
    laid_out.document.duplicate_copies(laid_out.flow.last.layout, {(1, 1), (2, 2)})
    settle(laid_out, qtbot)
    assert [line.quantity for line in laid_out.document.project.lines] == [5, 4]
    assert laid_out.flow.last.layout.copies == 9 and not laid_out.flow.last.layout.unplaced
    laid_out.document.undo_stack.undo()
    assert laid_out.document.project == before
    settle(laid_out, qtbot)
    laid_out.document.delete_copies(laid_out.flow.last.layout, {(1, n) for n in range(1, 5)} | {(2, 1)})
    settle(laid_out, qtbot)
    assert [(line.design, line.quantity) for line in laid_out.document.project.lines] == [("blue.png", 2)]
    assert laid_out.flow.last.layout.copies == 2
    laid_out.document.undo_stack.undo()
    assert laid_out.document.project == before


def test_an_arranged_layout_is_saved_with_the_job(laid_out, qtbot, tmp_path):
    layout = move(laid_out.flow.last.layout, {(1, 2)}, 0, 900)
    by_hand(laid_out, layout)
    settle(laid_out, qtbot)
    save(tmp_path / "job.gangsheet", laid_out.document.project)
    laid_out.document.new(load(tmp_path / "job.gangsheet"))
    settle(laid_out, qtbot)
    assert laid_out.flow.last.layout == layout


def over_one_another(desk):
    found = shown(desk)
    one, other = found[1, 1].placement, found[2, 1].placement
    return move(desk.flow.last.layout, {(2, 1)}, one.x + 10 - other.x, one.y + 10 - other.y, found[1, 1].part)


def test_copies_over_one_another_are_a_problem_and_a_question(laid_out, qtbot):
    by_hand(laid_out, over_one_another(laid_out))
    settle(laid_out, qtbot)
    ids = [problem.id for problem in laid_out.problems]
    assert "layout.overlap" in ids
    asked = answer("Back to the job")
    laid_out.runner.make_sheets()
    assert "lie over another one" in asked[0]
    assert not laid_out.flow.running
    answer("Print them as they lie")
    with qtbot.waitSignal(laid_out.flow.run_done, timeout=30_000) as done:
        laid_out.runner.make_sheets()
    placed = [p for part in done.args[0].manifest.parts for p in part.placements]
    assert [(p.index, p.x_px, p.y_px) for p in placed] == [
        (p.line, p.x, p.y) for part in laid_out.flow.last.layout.parts for p in part.placements
    ]


def test_another_price_of_film_changes_no_layout(laid_out, qtbot):
    layout = move(laid_out.flow.last.layout, {(1, 2)}, 0, 900)
    by_hand(laid_out, layout)
    film = msgspec.structs.replace(laid_out.document.project.film, price=0.25)
    laid_out.document.set_film(film)
    settle(laid_out, qtbot)
    assert laid_out.flow.last.layout == msgspec.structs.replace(layout, film=film)
    laid_out.document.undo_stack.undo()
    assert laid_out.document.project.layout == layout


def test_extra_copies_go_with_the_last_one_that_is_ordered(laid_out, qtbot):
    last = laid_out.flow.last.layout
    extra = msgspec.structs.replace(shown(laid_out)[2, 1].placement, copy=9, y=2000, extra=True)
    layout = put(last, {(2, 9): Spot(1, extra)})
    laid_out.document.delete_copies(layout, {(2, 1), (2, 2), (2, 3)})
    kept = laid_out.document.project.layout
    assert {line for line, _ in spots(kept)} == {1}
    assert kept.parts[0].height_px < 2000
    settle(laid_out, qtbot)
    assert laid_out.flow.last.layout == kept


def test_a_layout_is_not_shown_with_what_is_known_of_another_job(laid_out, qtbot):
    project = msgspec.structs.replace(laid_out.document.project, layout=laid_out.flow.last.layout)
    seen = []
    laid_out.flow.improved.connect(seen.append)
    laid_out.document.new(project)
    assert laid_out.flow.last is None
    settle(laid_out, qtbot)
    assert seen == [] and laid_out.flow.last.layout == project.layout


def test_what_designs_print_tells_overlaps_of_a_layout_by_shape(laid_out):
    layout = msgspec.structs.replace(over_one_another(laid_out), by_shape=True)
    overlaps = laid_out.flow.overlaps
    assert overlaps.overlapping(layout) == 0
    overlaps.judge_by(lambda one, other: True)
    assert overlaps.overlapping(layout) >= 2
    overlaps.judge_by(lambda one, other: False)
    assert overlaps.of(layout) == ()


def test_sheets_of_a_layout_by_shape_are_asked_about_once_outlines_tell_of_overlaps(laid_out, qtbot):
    by_hand(laid_out, msgspec.structs.replace(over_one_another(laid_out), by_shape=True))
    settle(laid_out, qtbot)
    red, blue = (shown(laid_out)[copy].placement.key for copy in ((1, 1), (2, 1)))
    for key, right in ((red, 0.01), (blue, 1.0)):
        corner = Island(outer=((0.0, 0.0), (right, 0.0), (right, 0.01), (0.0, 0.01)))
        laid_out.flow.outlined.emit(Outlined(key=key, outline=Outline(islands=(corner,), solid=0.1)))
    assert laid_out.flow.overlaps.overlapping(laid_out.flow.last.layout) == 0
    whole = Island(outer=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)))
    laid_out.flow.outlined.emit(Outlined(key=red, outline=Outline(islands=(whole,), solid=1.0)))
    asked = answer("Back to the job")
    laid_out.runner.make_sheets()
    assert "lie over another one" in asked[0]
    assert not laid_out.flow.running
