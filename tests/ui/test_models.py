"""Rows, filters and table views: they tell views what changed and no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSettings, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from trainer.ui import look
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, FilterModel, RowsModel
from trainer.ui.tables import table


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    taken_s: float | None = None
    late: bool = False


COLUMNS = [
    Column[Step]("title", "Step", lambda step: step.title, tooltip=lambda step: f"clause {step.key}"),
    Column[Step](
        "taken",
        "Taken",
        lambda step: "–" if step.taken_s is None else f"{step.taken_s:.0f} s",
        sort=lambda step: step.taken_s,
        align="right",
    ),
    Column[Step](
        "outcome",
        "Outcome",
        lambda step: "late" if step.late else "on time",
        status=lambda step: "warn" if step.late else "ok",
        spoken=lambda step: "was late" if step.late else "was on time",
    ),
]
A, B, C, D = (
    Step(key, title) for key, title in zip("abcd", ("Ack", "Brief", "Classify", "Declare"), strict=True)
)


def rows_model(*rows: Step) -> RowsModel[Step]:
    model: RowsModel[Step] = RowsModel(COLUMNS, key=lambda step: step.key)
    model.append(rows)
    return model


@pytest.fixture
def model(qapp) -> RowsModel[Step]:
    made = rows_model(A, B, C)
    made.setProperty(
        "tester", QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    )
    return made


class Heard:
    """What a model said, in numbers of rows."""

    def __init__(self, model: RowsModel[Step]) -> None:
        self.inserted: list[tuple[int, int]] = []
        self.removed: list[tuple[int, int]] = []
        self.changed: list[tuple[int, int]] = []
        self.moves = QSignalSpy(model.layoutChanged)
        self.resets = QSignalSpy(model.modelReset)
        model.rowsInserted.connect(lambda _, first, last: self.inserted.append((first, last)))
        model.rowsRemoved.connect(lambda _, first, last: self.removed.append((first, last)))
        model.dataChanged.connect(lambda one, other: self.changed.append((one.row(), other.row())))

    def all(self) -> tuple[list[tuple[int, int]], ...]:
        return self.inserted, self.removed, self.changed


def test_rows_read_as_their_columns_say(model):
    cell = model.index(0, 2)
    assert cell.data() == "on time"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Outcome: was on time"
    assert cell.data(Qt.ItemDataRole.ForegroundRole).color() == look.colour("ok")
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "clause a"
    assert model.index(1, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(1, 0).data(ROW_ROLE) == B
    assert model.index(1, 0).data(KEY_ROLE) == "b"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Taken"


def test_appending_inserts_at_the_end(model):
    heard = Heard(model)
    model.append([D])
    assert heard.inserted == [(3, 3)]
    assert model.place("d") == 3


def test_a_key_may_stand_only_once(model):
    with pytest.raises(ValueError, match="key"):
        model.append([A])
    with pytest.raises(ValueError, match="key"):
        model.update([A, A])
    assert model.rows() == (A, B, C)


def test_an_update_with_the_same_rows_says_nothing(model):
    heard = Heard(model)
    model.update([A, B, C])
    assert heard.all() == ([], [], [])
    assert heard.moves.count() == 0


def test_an_update_tells_only_what_changed(model):
    heard = Heard(model)
    model.update([A, replace(B, late=True), C])
    assert heard.all() == ([], [], [(1, 1)])


def test_an_update_removes_and_inserts_in_runs(model):
    heard = Heard(model)
    model.update([D, Step("e", "Escalate"), C])
    assert heard.removed == [(0, 1)]
    assert heard.inserted == [(0, 1)]
    assert heard.changed == []
    assert heard.resets.count() == 0


def test_a_moved_row_takes_its_selection_along(model):
    marked = QPersistentModelIndex(model.index(0, 1))
    model.update([B, C, A])
    assert (marked.row(), marked.column()) == (2, 1)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(st.sampled_from("abcdefgh"), unique=True),
    after=st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans()), unique_by=lambda pair: pair[0]),
)
def test_any_update_ends_at_the_rows_wanted(qapp, before: list[str], after: list[tuple[str, bool]]):
    model = rows_model(*(Step(key, key) for key in before))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    kept = {key: QPersistentModelIndex(model.index(number, 0)) for number, key in enumerate(before)}
    heard = Heard(model)
    wanted = [Step(key, key, late=late) for key, late in after]
    model.update(wanted)
    assert model.rows() == tuple(wanted)
    assert heard.resets.count() == 0
    for key, index in kept.items():
        assert index.isValid() == (model.place(key) is not None)
        assert not index.isValid() or index.row() == model.place(key)
    del tester


def test_the_filter_wants_every_word_somewhere(qapp):
    source = rows_model(A, replace(B, late=True), C)
    shown = FilterModel(source)
    tester = QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.set_text("BRIEF late")
    assert [shown.row(shown.index(n, 0)) for n in range(shown.rowCount())] == [source.row(1)]
    shown.set_text("nowhere")
    assert shown.rowCount() == 0
    shown.set_text("")
    shown.set_keep(lambda step: not step.late)
    assert shown.rowCount() == 2
    assert not shown.index_of("b").isValid()
    assert shown.index_of("c").row() == 1
    del tester


@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_rows_without_a_sort_key_stand_last_either_way(qapp, order: Qt.SortOrder):
    shown = FilterModel(rows_model(A, replace(B, taken_s=90), replace(C, taken_s=8)))
    shown.sort(1, order)
    keys = [shown.index(n, 0).data(KEY_ROLE) for n in range(3)]
    assert keys == (["c", "b", "a"] if order is Qt.SortOrder.AscendingOrder else ["b", "c", "a"])


@pytest.fixture
def own_settings(qapp, tmp_path: Path):
    before = QSettings.defaultFormat()
    names = qapp.organizationName(), qapp.applicationName()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    qapp.setOrganizationName("drill")
    qapp.setApplicationName("tests")
    yield
    QSettings.setDefaultFormat(before)
    qapp.setOrganizationName(names[0])
    qapp.setApplicationName(names[1])


def test_a_table_is_named_and_works_by_keyboard(qtbot):
    view = table(FilterModel(rows_model(A, B, C)), "Steps", stretch="title")
    qtbot.addWidget(view)
    view.show()
    assert view.accessibleName() == "Steps"
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_row() == B
    with qtbot.waitSignal(view.activated):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_a_table_remembers_its_widths(qtbot, own_settings):
    first = table(rows_model(A), "Steps", remember="steps", stretch="title")
    qtbot.addWidget(first)
    first.horizontalHeader().resizeSection(1, 177)
    second = table(rows_model(A), "Steps", remember="steps", stretch="title")
    qtbot.addWidget(second)
    assert second.horizontalHeader().sectionSize(1) == 177


def test_spoiled_settings_do_no_harm(qtbot, own_settings):
    for spoiled in ("{", "[1]", '{"taken": "wide"}'):
        QSettings().setValue("tables/steps", spoiled)
        view = table(rows_model(A), "Steps", remember="steps")
        qtbot.addWidget(view)
        assert view.horizontalHeader().sectionSize(1) > 0


def test_rows_grow_with_the_text(qtbot, qapp):
    view = table(rows_model(A), "Steps")
    qtbot.addWidget(view)
    before = view.verticalHeader().defaultSectionSize()
    look.apply(qapp, "light", 200)
    assert view.verticalHeader().defaultSectionSize() > 1.5 * before
    look.apply(qapp, "light")


def test_outside_there_is_nothing(model):
    assert model.row(99) is None
    assert model.row(QModelIndex()) is None
    assert model.data(QModelIndex()) is None
    assert model.place("zz") is None
