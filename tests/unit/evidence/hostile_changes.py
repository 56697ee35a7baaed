"""One part of a description replaced, as a hostile process might."""


def set_at(path, value):
    """A change of a description: this value at this path of keys."""

    def change(described):
        place = described
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change
