"""Links and odd files where a notebook is due, and archives that lead elsewhere.

What archives do when they are collected is tested in tests/functional/test_collect.py: here they
lie where nobody may unpack them.
"""

from __future__ import annotations

import os
import shutil
import socket
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.attacks.suite import HONEST, Attack

NUMBER = 34
TITLE = "zip-slip or link in a submission archive"

REFUSED = ("rejected", "needs_attention")
NOTEBOOK = "target.ipynb"


def neighbour(folder: Path) -> Path:
    """The folder of an honest student beside the attacker's."""
    return folder.parent.parent / next(iter(HONEST)) / folder.name


def notebook_links_to(target: Callable[[Path], Path]) -> Callable[[Path], None]:
    def place(folder: Path) -> None:
        (folder / NOTEBOOK).unlink()
        (folder / NOTEBOOK).symlink_to(target(folder))

    return place


def folder_links_to(target: Callable[[Path], Path]) -> Callable[[Path], None]:
    def place(folder: Path) -> None:
        shutil.rmtree(folder)
        folder.symlink_to(target(folder), target_is_directory=True)

    return place


def student_links(folder: Path) -> None:
    student = folder.parent
    shutil.rmtree(student)
    student.symlink_to(neighbour(folder).parent, target_is_directory=True)


def fifo(folder: Path) -> None:
    (folder / NOTEBOOK).unlink()
    os.mkfifo(folder / NOTEBOOK)


def directory(folder: Path) -> None:
    (folder / NOTEBOOK).unlink()
    (folder / NOTEBOOK).mkdir()


def socket_file(folder: Path) -> None:
    (folder / NOTEBOOK).unlink()
    start = Path.cwd()
    os.chdir(folder)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(NOTEBOOK)
    finally:
        os.chdir(start)


def file_for_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder", encoding="utf-8")


def loop(folder: Path) -> None:
    (folder / NOTEBOOK).unlink()
    (folder / NOTEBOOK).symlink_to(NOTEBOOK)


def odd_time(folder: Path) -> None:
    """Other files that are read: these must not block, nor be followed."""
    (folder / "timestamp.txt").symlink_to("/etc/passwd")


def time_fifo(folder: Path) -> None:
    os.mkfifo(folder / "timestamp.txt")


def links_beside(folder: Path) -> None:
    (folder / "root").symlink_to("/", target_is_directory=True)
    (folder / "up").symlink_to("../..", target_is_directory=True)
    (folder / "target.html").symlink_to("/etc/passwd")
    os.mkfifo(folder / "fifo")


def archives(folder: Path) -> None:
    with zipfile.ZipFile(folder / "target.zip", "w") as archive:
        for name in ("../../pwned-34.txt", "/tmp/pwned-34.txt", "..\\..\\pwned-34.txt"):
            archive.writestr(name, "x")
    with tarfile.open(folder / "target.tar.gz", "w:gz") as archive:
        link = tarfile.TarInfo("pwned-34")
        link.type, link.linkname = tarfile.SYMTYPE, "/tmp"
        archive.addfile(link)


def archive_for_notebook(folder: Path) -> None:
    (folder / NOTEBOOK).unlink()
    archives(folder)


# Links in the folder that the kernel shares with the grader: whoever follows them writes outside.
REQUEST_LINKS = """
import os
exchange = os.environ["AUTOGRADER_EXCHANGE"]
for number in range(1, 40):
    for name in (f"request-{number}", f"reply-{number}"):
        os.symlink("@CANARY@", os.path.join(exchange, name))
def scale(images):
    return images.reshape(len(images), 784) / 255.0
"""
EXCHANGE_LINK = """
import os
exchange = os.environ["AUTOGRADER_EXCHANGE"]
try:
    os.rename(exchange, exchange + "-old")
    os.symlink("@CANARY@", exchange)
except OSError as error:
    print(error.strerror)
def scale(images):
    return images.reshape(len(images), 784) / 255.0
"""
FILE_LINKS = """
import os
exchange = os.environ["AUTOGRADER_EXCHANGE"]
targets = ["@COURSE@/solutions/target/source.py", "@COURSE@/.autograder/holdout-secret",
           "@NEIGHBOUR@/target.ipynb", "/etc/passwd", "/dev/zero", "/dev/tty", "/proc/self/environ"]
for number in range(7):
    os.symlink(targets[number], os.path.join(exchange, f"position-{number}.json"))
    os.mkfifo(os.path.join(exchange, f"{number:064x}.json"))
    os.symlink(targets[number], os.path.join(exchange, f".part-{number}"))
import autograder.student_kernel.exchange as code
code.take = lambda position: None
"""
HOME_LINKS = """
import os, shutil
home = os.path.expanduser("~")
parent = os.path.dirname(home)
for name in os.listdir(parent):
    path = os.path.join(parent, name)
    try:
        os.rename(path, path + ".old")
        os.symlink("@CANARY@", path)
    except OSError as error:
        print(name, error.strerror)
"""

FORMS = [
    Attack("link-to-neighbour",
           place=notebook_links_to(lambda folder: neighbour(folder) / NOTEBOOK),
           expect_status=("rejected",)),
    Attack("link-to-solution",
           place=notebook_links_to(lambda _: Path("../../../course/solutions/target/target.ipynb")),
           expect_status=("rejected",)),
    Attack("link-to-device", place=notebook_links_to(lambda _: Path("/dev/zero")),
           expect_status=("rejected",)),
    Attack("link-to-itself", place=loop, expect_status=REFUSED),
    Attack("folder-link", place=folder_links_to(neighbour), expect_status=("rejected",)),
    Attack("dangling-folder", place=folder_links_to(lambda _: Path("/nowhere/at/all")),
           expect_status=REFUSED),
    Attack("student-link", place=student_links, expect_status=REFUSED),
    Attack("file-for-folder", place=file_for_folder, expect_status=REFUSED),
    Attack("fifo", place=fifo, expect_status=REFUSED),
    Attack("directory", place=directory, expect_status=REFUSED),
    Attack("socket", place=socket_file, expect_status=REFUSED),
    Attack("time-link", {"answer": "@REFERENCE@"}, place=odd_time, honest={"answer": 2}),
    Attack("time-fifo", {"answer": "@REFERENCE@"}, place=time_fifo, honest={"answer": 2}),
    Attack("links-beside", {"answer": "@REFERENCE@"}, place=links_beside, honest={"answer": 2}),
    Attack("archives-beside", {"answer": "@REFERENCE@"}, place=archives, honest={"answer": 2}),
    Attack("archive-for-notebook", place=archive_for_notebook, expect_status=REFUSED),
    # A call whose request or reply is a link does not come about; whether it gives points for
    # right numbers, or none, is the student's own affair.
    Attack("request-links", {"answer": "@REFERENCE@", "scale": REQUEST_LINKS},
           honest={"answer": 2}),
    Attack("exchange-link", {"scale": EXCHANGE_LINK}),
    Attack("file-links", {"answer": FILE_LINKS}),
    Attack("home-links", {"answer": HOME_LINKS}),
]  # fmt: skip
