"""With what a command ends, besides 0 when all is well and 2 when it could not work at all."""

NEEDS_ATTENTION = 1
INTERRUPTED = 130  # as shells say it of a program that Ctrl-C has ended
