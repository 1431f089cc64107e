"""Pictures of a dialogue and of the study, in a window beside the main one."""
