"""Finds the student whom a download's names mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from autograder.errors import SubmissionError
from autograder.intake.collected import CollectedFrom
from autograder.intake.lms_names import CANVAS, MOODLE, Origin
from autograder.intake.roster import STUDENT_ID, Person, Roster, canvas_key, slug


@dataclass(frozen=True)
class Identified:
    """A student, and the reading of the names that led there.

    Attributes:
        student: student id, fit for a folder's name.
        origin: what the names say; its time completed from Moodle's worksheet.
    """

    student: str
    origin: Origin


class Identities:
    """The people of a class, as far as known, and how names are read without knowing them."""

    def __init__(self, roster: Roster | None = None, worksheet: Roster | None = None) -> None:
        self.roster, self.worksheet = roster, worksheet
        self._participants: dict[str, set[str]] = defaultdict(set)
        self._earlier: dict[str, str] = {}

    def note_names(self, origins: Iterable[Origin], earlier: Iterable[CollectedFrom]) -> None:
        """Take note of all names, before the first is identified.

        Args:
            origins: of a download.
            earlier: what was collected before, so that nobody gets another id later.
        """
        for origin in origins:
            if origin.platform == MOODLE:
                self._participants[slug(origin.person)].add(origin.key)
        for one in earlier:
            if one.platform == MOODLE:
                self._participants[slug(one.person)].add(one.key)
                self._earlier[one.key] = one.student

    def identify(self, readings: Sequence[Origin]) -> Identified:
        """The student meant.

        Raises:
            SubmissionError: nobody is meant, or more than one could be, or nobody on the list.
        """
        if not readings:
            raise SubmissionError("no_student", "No name says whose it is.")
        if self.roster is None and self.worksheet is None:
            if len(readings) > 1:
                raise _ambiguous(readings)
            return Identified(_checked(self._without_list(readings[0])), readings[0])
        found = [(origin, person) for origin in readings if (person := self._person(origin))]
        if len(found) > 1:
            found = [pair for pair in found if _is_called(pair[1], pair[0])]
        if not found:
            known = ", ".join(repr(origin.person or origin.key) for origin in readings)
            raise SubmissionError("not_on_list", f"{known} is not on the list of students.")
        if len(found) > 1:
            raise _ambiguous(readings)
        origin, person = found[0]
        if origin.time is None and person.handed_in is not None:
            origin = replace(origin, time=person.handed_in)
        return Identified(_checked(person.student), origin)

    def _without_list(self, origin: Origin) -> str:
        if origin.platform != MOODLE:
            return origin.key
        if origin.key in self._earlier:
            return self._earlier[origin.key]
        name = slug(origin.person)
        if not name:
            return f"participant-{origin.key}"
        # Two people of one name: the number keeps them apart, though it is another in each
        # assignment.
        return f"{name}-{origin.key}" if len(self._participants[name]) > 1 else name

    def _person(self, origin: Origin) -> Person | None:
        """Raises SubmissionError when two on the list have the name that is all we know."""
        if origin.platform == MOODLE and self.worksheet is not None:
            person = self.worksheet.by_lms_id(origin.key)
            return self._on_roster(person) if person else None
        if self.roster is None:
            return None
        if origin.platform == MOODLE:
            return self._by_name(origin.person)
        if origin.platform == CANVAS:
            return self.roster.by_lms_id(origin.key)
        return self.roster.by_id(origin.key) or self.roster.by_lms_id(origin.key)

    def _on_roster(self, person: Person) -> Person | None:
        """The same person with the id that the instructor's list gives."""
        if self.roster is None:
            return person
        names = (person.email, person.student, *sorted(person.logins))
        own = next((found for name in names if name and (found := self.roster.by_id(name))), None)
        own = own or self._by_name(person.name)
        return replace(own, handed_in=person.handed_in) if own else None

    def _by_name(self, name: str) -> Person | None:
        found = self.roster.by_name(name) if self.roster else []
        if len(found) > 1:
            ids = ", ".join(person.student for person in found)
            raise SubmissionError("two_students", f"Several students are called so: {ids}.")
        return found[0] if found else None


def _ambiguous(readings: Sequence[Origin]) -> SubmissionError:
    ids = " or ".join(repr(origin.key) for origin in readings)
    return SubmissionError("two_students", f"Its name can be read as that of {ids}.")


def _is_called(person: Person, origin: Origin) -> bool:
    """Whether Canvas would write the person's name so; lists may turn round its parts."""
    return sorted(canvas_key(person.name)) == sorted(origin.person)


def _checked(student: str) -> str:
    if not STUDENT_ID.fullmatch(student):
        raise SubmissionError("no_student", f"{student!a} can't be a student id.")
    return student
