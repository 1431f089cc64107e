"""Errors carry their templates and what is put in, wherever they go."""

from __future__ import annotations

import errno
import os
import pickle
from pathlib import Path

import pytest

from annotator.errors import SYSTEM_CAUSES, Sentence, UserError, cause_of
from annotator.exporters.strict_json import Wrong
from annotator.store.database_errors import Holder, ProjectLocked


def test_the_parts_are_filled_in_with_the_same_arguments() -> None:
    error = UserError(
        "{file} cannot be read", "it ends in line {line:,}", "Cut {file} short", file="a", line=1_234
    )
    assert str(error) == "a cannot be read: it ends in line 1,234. Cut a short."
    assert (error.what.template, error.what.arguments) == (
        "{file} cannot be read",
        {"file": "a", "line": 1_234},
    )
    assert str(UserError("Only {this}")) == "Only {this}.", "without arguments there is nothing to fill in"


def test_braces_in_what_is_put_in_stay() -> None:
    error = UserError("{file} cannot be read", "{why}", file="{x}", why="{y!r} {")
    assert str(error) == "{x} cannot be read: {y!r} {."


def test_a_part_that_is_made_already_stays_as_it_is() -> None:
    why = Sentence("it has {number} parts", number=3)
    error = UserError("{file} is wrong", why, "{remedy}", file="a", remedy=Sentence("Join them"))
    assert error.why is why
    assert str(error) == "a is wrong: it has 3 parts. Join them."


def test_arguments_that_do_not_fit_show_the_template() -> None:
    assert Sentence("{a} {b}", a=1) == "{a} {b}"
    assert Sentence("{a:d}", a="x") == "{a:d}"


def test_they_travel_between_processes() -> None:
    error = UserError("{file} is wrong", file=Sentence("the {n}th", n=4))
    back = pickle.loads(pickle.dumps(error))
    assert str(back) == str(error) == "the 4th is wrong."
    assert back.what.template == "{file} is wrong"
    assert back.what.arguments["file"].template == "the {n}th"


def test_a_name_is_exchanged_where_it_was_put_in() -> None:
    what = Sentence("{file} of {inner}, {n}", file="x.tmp", inner=Sentence("{file}!", file="x.tmp"), n=1)
    assert what.with_text("x.tmp", "y") == "y of y!, 1"


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (Holder(), "somebody has it open"),
        (Holder("Ada"), "Ada has it open"),
        (Holder("Ada", "desk"), "Ada on desk has it open"),
        (Holder("Ada", since="9:00"), "Ada has it open since 9:00"),
        (Holder("Ada", "desk", "9:00"), "Ada on desk has it open since 9:00"),
    ],
)
def test_who_has_a_project_open_is_said_as_far_as_it_is_known(holder: Holder, said: str) -> None:
    assert ProjectLocked(Path("a.dap"), holder).why == said


def test_what_is_wrong_in_a_document_is_said_with_its_place() -> None:
    assert str(Wrong("$.a", Sentence("expected {known}", known=1))) == "$.a: expected 1"


def test_what_the_system_says_can_be_translated() -> None:
    causes = {str(cause) for cause in SYSTEM_CAUSES}
    for number in (errno.ENOENT, errno.EACCES, errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC):
        assert cause_of(OSError(number, os.strerror(number))) in causes
    assert cause_of(OSError("It is {odd}")) == "it is {odd}"
    error = UserError("{file} cannot be read", "{why}", file="a", why=cause_of(OSError(0, "Odd")))
    assert str(error) == "a cannot be read: odd."
