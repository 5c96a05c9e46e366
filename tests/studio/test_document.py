"""Every edit of the document can be undone, and problems follow their lines."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine, Orders, Size
from gangsheet_studio.model.output import Label, Output
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.job.document import Document


def problem(name, line=None):
    return Problem(id=name, severity="error", message=f"{name} {line}", line=line)


def orders():
    lines = tuple(OrderLine(design=f"UV{n}.png", path=f"/a/UV{n}.png", quantity=n) for n in range(1, 4))
    missing = OrderLine(design="UV9.png")
    told = (problem("orders.bad-row"), problem("orders.design-missing", 4), problem("orders.repeated", 2))
    return Orders((*lines, missing), told)


def document():
    made = Document()
    made.new(Project(lines=orders().lines, problems=orders().problems))
    return made


def told(made):
    return [(p.id, p.line) for p in made.project.problems]


def test_removing_lines_takes_their_problems_and_renumbers_the_rest(qapp):
    made = document()
    made.remove({0, 1})
    assert [line.design for line in made.project.lines] == ["UV3.png", "UV9.png"]
    assert told(made) == [("orders.bad-row", None), ("orders.design-missing", 2)]
    assert made.undo_stack.undoText() == "remove 2 lines"
    made.undo_stack.undo()
    assert told(made) == [(p.id, p.line) for p in orders().problems]
    assert made.is_clean


def test_added_lines_bring_their_problems_to_the_right_lines(qapp):
    made = document()
    made.add_lines(orders())
    assert told(made)[3:] == [
        ("orders.bad-row", None),
        ("orders.design-missing", 8),
        ("orders.repeated", 6),
    ]
    assert not made.is_clean


def test_a_duplicate_stands_below_its_line_and_has_its_problems(qapp):
    made = document()
    made.duplicate([3])
    assert made.project.lines[3] == made.project.lines[4]
    assert ("orders.design-missing", 5) in told(made)


def test_one_file_serves_all_lines_that_miss_it(qapp):
    made = document()
    made.add_lines(orders())
    assert made.set_path(3, "/found/UV9.png") == 2
    assert all(line.path for line in made.project.lines)
    assert not any(p.id == "orders.design-missing" for p in made.project.problems)
    made.undo_stack.undo()
    assert [line.path is None for line in made.project.lines].count(True) == 2


def test_turning_a_spin_box_is_one_step_but_another_setting_is_another(qapp):
    made = document()
    for width in (22.0, 22.5, 24.0):
        made.set_film(Film(width=width))
    made.set_film(Film(width=24.0, gap=0.25))
    assert made.undo_stack.count() == 2
    made.undo_stack.undo()
    made.undo_stack.undo()
    assert made.project.film == Film()


def test_a_setting_turned_back_is_no_step(qapp):
    made = document()
    made.set_film(Film(width=22.0))
    made.set_film(Film())
    assert made.undo_stack.count() == 0
    assert made.is_clean


def test_a_quantity_nobody_prints_is_refused_with_a_sentence(qapp):
    with pytest.raises(ValueError, match=r"0 copies can't be ordered; give 1 to 100,000\."):
        document().edit_quantity(0, 0)


def test_an_edit_of_5000_lines_is_quick(qapp):
    made = Document()
    lines = tuple(OrderLine(design=f"{n}.png", path=f"{n}.png") for n in range(5000))
    made.new(Project(lines=lines, problems=tuple(problem("orders.repeated", n) for n in range(1, 5001))))
    took = []
    for edit in (
        lambda: made.edit_quantity(2500, 7),
        lambda: made.remove({1, 4000}),
        lambda: made.duplicate({5}),
        made.undo_stack.undo,
    ):
        start = time.perf_counter()
        edit()
        took.append(time.perf_counter() - start)
    assert min(took) < 0.05


EDITS = st.one_of(
    st.tuples(st.just("edit_quantity"), st.integers(0, 99), st.integers(1, 99)),
    st.tuples(st.just("edit_size"), st.integers(0, 99), st.builds(Size, st.floats(1, 9), st.none())),
    st.tuples(st.just("remove"), st.sets(st.integers(0, 99), max_size=3)),
    st.tuples(st.just("duplicate"), st.sets(st.integers(0, 99), max_size=3)),
    st.tuples(st.just("set_path"), st.integers(0, 99), st.just("/found.png")),
    st.tuples(st.just("set_film"), st.builds(Film, width=st.sampled_from([22.0, 23.0]))),
    st.tuples(st.just("set_name"), st.sampled_from(["", "Monday"])),
    st.tuples(st.just("set_out"), st.sampled_from(["", "/out"])),
    st.tuples(st.just("set_memory"), st.sampled_from([None, 1 << 28])),
    st.tuples(st.just("set_designs"), st.sampled_from([(), ("/art",)])),
    st.tuples(st.just("add_lines"), st.just(orders())),
    st.tuples(st.just("replace_lines"), st.just(orders())),
)


@settings(max_examples=60, deadline=None)
@given(edits=st.lists(EDITS, max_size=12))
def test_any_edits_undone_give_the_first_project_and_redone_the_last(qapp, edits):
    made = document()
    first = made.project
    for name, *arguments in edits:
        count = len(made.project.lines)
        if name in ("remove", "duplicate"):
            arguments = [{row % count for row in arguments[0]} if count else set()]
        elif name in ("edit_quantity", "edit_size", "set_path"):
            if not count:
                continue
            arguments[0] %= count
        getattr(made, name)(*arguments)
    last = made.project
    assert all(p.line is None or 1 <= p.line <= len(last.lines) for p in last.problems)
    while made.undo_stack.canUndo():
        made.undo_stack.undo()
    assert made.project == first
    while made.undo_stack.canRedo():
        made.undo_stack.redo()
    assert made.project == last


def test_changes_of_a_field_merge_only_while_they_follow_each_other(qapp):
    moment = iter((0.0, 1.0, 2.5, 9.0))
    document = Document(clock=lambda: next(moment))
    for name in ("a", "ab", "abc", "later"):
        document.set_name(name)
    document.undo_stack.undo()
    assert document.project.name == "abc"
    document.undo_stack.undo()
    assert document.project.name == ""


def test_marks_that_need_room_lay_the_job_out_again_and_others_leave_it(qapp):
    made = document()
    made.new(Project(lines=orders().lines[:1]))
    placed = Placement(
        line=1, design="UV1.png", key="k", order="", copy=1, x=0, y=0, width=9, height=9, rotation=0
    )
    part = Part(number=1, width_px=9200, height_px=9, placements=(placed,))
    made.set_layout(Layout(film=made.project.roomy_film, parts=(part,)), "move")
    kept = made.project.layout
    made.set_output(Output(mirror=True, preview="jpeg"))
    assert made.project.layout is kept
    made.set_output(Output(mirror=True, label=Label()))
    assert made.project.layout is None
    made.undo_stack.undo()
    assert made.project.layout is kept


def test_a_label_that_fits_the_gap_leaves_the_layout_as_it_is(qapp):
    made = document()
    film = Film(gap=0.5, foot=0.5)
    made.new(Project(lines=orders().lines[:1], film=film, nesting=Nesting(shapes=False)))
    layout = Layout(film=made.project.roomy_film, parts=())
    made.set_layout(layout, "move")
    made.set_output(Output(label=Label(height=0.1)))
    assert made.project.layout is layout
