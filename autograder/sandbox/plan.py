"""What the program inside a box has to do, as its starter tells it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass
class Plan:
    """Orders for `autograder.sandbox.enter`; plain data.

    Attributes:
        module: module to run; arguments: its command line; cwd: its working folder.
        private: the private folder, as the process sees it.
        folders: folders to make in it.
        watched: further folders of limited size whose descriptors the watchdog wants.
        uid: user and group to become, as root; None to stay who it is.
        keep: stay as an outer process that ends all others with itself.
        starter: process that starts the box; it must still be there.
        rlimits: resource name, such as "NOFILE", to its limit.
        landlock: rules of Landlock, or None for no Landlock.
        environment: all variables, for a process that was not started with them.
    """

    module: str
    arguments: list[str]
    cwd: str
    private: str
    folders: list[str] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    uid: int | None = None
    confine: bool = True
    keep: bool = False
    starter: int = 0
    rlimits: dict[str, int] = field(default_factory=dict)
    landlock: LandlockRules | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """As bytes for a message."""
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def decode(data: bytes) -> Plan:
        """From the bytes of a message."""
        values = json.loads(data)
        rules = values.pop("landlock")
        return Plan(**values, landlock=None if rules is None else LandlockRules(**rules))


@dataclass
class LandlockRules:
    """Which files a process may use; everything else is out of reach.

    Attributes:
        abi: version of Landlock to ask for, at least 1.
        readable: files and folders to read and execute.
        writable: files and folders to change as well.
        own_process: whether it may read /proc/self.
        reading: whether reading is confined as well; otherwise only changes are.
    """

    abi: int
    readable: list[str]
    writable: list[str]
    own_process: bool = True
    reading: bool = True
