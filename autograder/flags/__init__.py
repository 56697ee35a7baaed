"""Flags: what a teaching assistant should look at in a submission; hints, never penalties."""

from autograder.flags.flag import Flag
from autograder.flags.near_copies import near_copies
from autograder.flags.own_code import OwnCode, own_code
from autograder.flags.submission_flags import submission_flags

__all__ = ["Flag", "OwnCode", "near_copies", "own_code", "submission_flags"]
