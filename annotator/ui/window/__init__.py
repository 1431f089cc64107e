"""The main window and its parts: panes, status line, messages, menus' commands, start and crash."""
