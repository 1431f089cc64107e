"""What the Study menu does for a study of several annotators."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from annotator.errors import UserError
from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Handle, Job, Jobs
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.model import Changes
    from annotator.reliability.make_packets import Packet
    from annotator.store import Project
    from annotator.ui.adjudicating.adjudication_commands import AdjudicationCommands
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.reliability.agreement_window import AgreementWindow
    from annotator.ui.reliability.merge_dialog import MergeAnswer
    from annotator.ui.reliability.packets_dialog import PacketsPlan
    from annotator.ui.reliability.report_dialog import ReportPlan
    from annotator.ui.settings.settings import Settings
    from annotator.ui.window.file_commands import FileCommands
    from annotator.ui.workspace.workspace import Workspace


class ReliabilityCommands(QObject):
    """Packets out, packets in, agreement, and the report."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        dialogs: Dialogs,
        files: FileCommands,
        window: QWidget,
        *,
        adjudication: AdjudicationCommands,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._jobs = jobs
        self._files = files
        self._dialogs = dialogs
        self._adjudication = adjudication
        self._window = window
        self._agreement: AgreementWindow | None = None
        self._settings = settings

    @property
    def _compared(self) -> tuple[Path, ...]:
        """The packets whose turns are compared: those chosen or merged last, also before a restart."""
        project = self._workspace.project
        return self._settings.packets_compared(project.path) if project is not None else ()

    # --- packets ---------------------------------------------------------------------------------

    def packets(self) -> None:
        """Ask who annotates what, and write the packets beside the window."""
        project = self._workspace.project
        if project is None or not self._files.may_leave():
            return
        if not len(self._workspace.cursor.dialogue_ids):
            self._workspace.inform(self.tr("There are no dialogues yet that could be handed out."))
            return
        path = Path(project.path)
        suggested = path.with_name(self.tr("{name} packets").format(name=path.stem))
        plan = self._dialogs.packets(self._workspace, suggested)
        if plan is not None:
            self.packets_now(plan)

    def packets_now(self, plan: PacketsPlan) -> bool:
        """Keep the instructions with the project, and write the packets in the background."""
        project = self._workspace.project
        assert project is not None  # noqa: S101 - the plan is about it
        study = project.study.read()
        if plan.instructions != study.instructions and self._workspace.writable:
            self._workspace.do(
                lambda opened: opened.study.set(replace(study, instructions=plan.instructions))
            )
        companion = companion_of(project)

        def work(handle: Handle) -> tuple[Packet, ...]:
            from annotator.reliability.make_packets import write_packets  # noqa: PLC0415 - beside the window

            with companion() as opened:
                return write_packets(
                    opened, plan.folder, plan.design, cancelled=handle.cancelled,
                    progress=lambda now: handle.progress(now.done, now.total, now.detail),
                )  # fmt: skip

        return self._jobs.start(
            Job(
                self.tr("Making packets"), work, self._say_made,
                cancelled=self.tr("No packets were made."),
            )
        )  # fmt: skip

    def _say_made(self, packets: tuple[Packet, ...]) -> None:
        text = counted(
            len(packets),
            QT_TRANSLATE_NOOP("Counted", "One packet was made."),
            QT_TRANSLATE_NOOP("Counted", "{n} packets were made."),
        )
        folder = packets[0].path.parent
        show = MessageAction(
            self.tr("Show the folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        detail = self.tr("Give each annotator their file from {folder}, and merge the files that come back.")
        self._workspace.say(Message("info", text, detail.format(folder=folder), (show,)))

    def instructions(self) -> None:
        """Show the instructions; in a project that is no packet they can be changed."""
        project = self._workspace.project
        if project is None:
            return
        study, owner = project.study.read(), project.packet_of
        editable = self._workspace.writable and owner is None
        name = owner.name if owner is not None else ""
        text = self._dialogs.instructions(study.instructions, name, editable=editable)
        if text is not None and editable and text != study.instructions:
            self._workspace.do(lambda opened: opened.study.set(replace(study, instructions=text)))

    def say_whose_packet(self) -> None:
        """Say whose packet was opened; nothing of a project that is none."""
        project = self._workspace.project
        owner = project.packet_of if project is not None else None
        if project is None or owner is None:
            return
        actions = []
        from annotator.reliability.annotator_roles import came_along  # noqa: PLC0415 - after the first paint

        if came_along(project):
            actions.append(MessageAction(self.tr("Show what was decided"), self._adjudication.show_decided))
        if project.study.read().instructions:
            actions.append(MessageAction(self.tr("Read the instructions"), self.instructions))
        actions.append(MessageAction(self.tr("That is not me"), self._files.close))
        detail = self.tr("Everything you tag here counts as theirs. What others said is not in it.")
        if came_along(project):
            detail = self.tr(
                "It holds what they answered and what was decided. What others said is not in it."
            )
        text = self.tr("This packet is for {name}.").format(name=owner.name)
        # A warning stays until it is taken away: nobody is to tag in another's name by mistake.
        self._workspace.say(Message("warning", text, detail, tuple(actions)))

    # --- agreement -------------------------------------------------------------------------------

    def agreement(self) -> None:
        """Show how far annotators agree, in a window that stays."""
        from annotator.ui.reliability.agreement_window import AgreementWindow  # noqa: PLC0415 - brings numpy along

        if self._workspace.project is None:
            return
        if self._agreement is None:
            made = self._agreement = AgreementWindow(self._workspace, self._window)
            made.turns_wanted.connect(self._show_turns)
            made.report_wanted.connect(self.report)
            made.merge_wanted.connect(self.merge)
            made.packets_wanted.connect(self.packets)
            made.files_wanted.connect(self.compare_turns)
        self._agreement.packets = self._compared
        self._agreement.show()
        self._agreement.raise_()
        self._agreement.measure()

    def compare_turns(self) -> None:
        """Ask for packets, and show how far they agree on where turns begin and end."""
        project = self._workspace.project
        if project is None or self._agreement is None:
            return
        compared = self._compared
        known = compared[0] if compared else Path(project.path)
        chosen = self._dialogs.packet_files(str(known.parent))
        if chosen:
            self._settings.remember_packets(project.path, chosen)
            self._agreement.compare_turns(chosen)

    def _show_turns(self, facet: str, one: str, other: str) -> None:
        """The turns where two answers met, by what these are called."""
        from annotator.reliability.agreement_in_parts import label_name  # noqa: PLC0415 - after the first paint
        from annotator.reliability.disagreements import disputes_of  # noqa: PLC0415

        wanted = self._workspace.codebook.facet(facet)
        names = {label.key: label.name for label in wanted.labels}
        said: set[tuple[str, ...]] = {(key,) for key in names}
        if wanted.kind == "several" and self._workspace.project is not None:
            cases = disputes_of(self._workspace.project, facet).cases
            said = {labels for case in cases for labels in case.kind}
        meeting = frozenset(
            labels
            for labels in said
            if label_name(frozenset(labels) if wanted.kind == "several" else labels[0], names) in (one, other)
        )
        self._window.activateWindow()
        self._adjudication.begin(facet, meeting=meeting)

    def report(self) -> None:
        """Ask for formats and folder, and write the report beside the window."""
        project = self._workspace.project
        if project is None or not self._files.may_leave():
            return
        path = Path(project.path)
        plan = self._dialogs.report(path.with_name(self.tr("{name} report").format(name=path.stem)))
        if plan is not None:
            self.report_now(plan)

    def report_now(self, plan: ReportPlan) -> bool:
        """Write the report in the background."""
        project = self._workspace.project
        assert project is not None  # noqa: S101 - the report is about it
        companion, packets = companion_of(project), self._compared

        def work(_: Handle) -> list[Path]:
            from annotator.reliability.report import numbers_of, write  # noqa: PLC0415 - beside the window
            from annotator.reliability.turns_of_packets import opened_packets  # noqa: PLC0415

            with companion() as opened, ExitStack() as stack:
                there: list[Project] = []
                with suppress(UserError):  # moved since, or no packets: the window of agreement says so
                    there = opened_packets(stack, opened, packets)
                numbers = numbers_of([opened], packets=there)
                figures: dict[str, bytes] = {}
                if plan.figures:
                    from annotator.pictures.report_figures import add_figures  # noqa: PLC0415 - matplotlib

                    figures = add_figures(opened, numbers)
                return write(numbers, plan.folder, plan.files, figures)

        return self._jobs.start(
            Job(self.tr("Writing the report"), work, self._say_written, cancellable=False)
        )

    def _say_written(self, files: list[Path]) -> None:
        text = counted(
            len(files),
            QT_TRANSLATE_NOOP("Counted", "The report was written: one file."),
            QT_TRANSLATE_NOOP("Counted", "The report was written: {n} files."),
        )
        folder = files[0].parent
        show = MessageAction(
            self.tr("Show the folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        names = ", ".join(file.name for file in files)
        self._workspace.say(Message("info", text, f"{folder}: {names}", (show,)))

    # --- merging ---------------------------------------------------------------------------------

    def merge(self, paths: Sequence[Path] = ()) -> None:
        """Show what packets would change, and merge them, beside the window, when that is agreed to."""
        if not self._workspace.writable or not self._files.may_leave():
            return
        answer = self._dialogs.merge(self._workspace, paths)
        if answer is not None:
            self.merge_now(answer)

    def merge_now(self, answer: MergeAnswer) -> bool:
        """Make the edit of a plan in the background; one undo takes it back."""
        project = self._workspace.project
        assert project is not None  # noqa: S101 - the plan is about it
        companion = companion_of(project)

        def work(handle: Handle) -> Changes:
            from annotator.reliability.merge_packets import apply_merge  # noqa: PLC0415 - beside the window

            with companion() as opened:
                return apply_merge(
                    opened, answer.plan, leave=answer.leave,
                    progress=lambda now: handle.progress(now.done, now.total),
                )  # fmt: skip

        def done(changes: Changes) -> None:
            if self._workspace.project is project:
                packets = dict.fromkeys([*self._compared, *(one.path for one in answer.plan.packets)])
                self._settings.remember_packets(project.path, tuple(packets))
                self._workspace.broadcast(changes)
                self._say_merged(answer)

        # One transaction: it is made whole or not at all.
        return self._jobs.start(Job(self.tr("Merging"), work, done, cancellable=False))

    def _say_merged(self, answer: MergeAnswer) -> None:
        tags = sum(one.new + one.changed for one in answer.plan.packets)
        text = counted(
            tags,
            QT_TRANSLATE_NOOP("Counted", "One tag was merged."),
            QT_TRANSLATE_NOOP("Counted", "{n} tags were merged."),
        )
        left = sum(one.count for one in answer.plan.troubles)
        detail = ""
        if left:
            detail = counted(
                left,
                QT_TRANSLATE_NOOP("Counted", "One was left in its packet."),
                QT_TRANSLATE_NOOP("Counted", "{n} were left in their packets."),
            )
        actions = (
            MessageAction(self.tr("Undo"), self._workspace.history.undo),
            MessageAction(self.tr("Show the agreement"), self.agreement),
            MessageAction(self.tr("Decide where they differ"), self._adjudication.begin),
        )
        self._workspace.say(Message("info", text, detail, actions))
