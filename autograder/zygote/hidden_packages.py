"""Packages that have been imported, and look as if they had not been until they are asked for.

What happens at an import in a cold process, a fixed seed for example, then happens at the same
moment in a warm one.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import wrapt

# What waits for imports, by the name of the module.
_WAITING: dict[str, Any] = vars(importlib.import_module("wrapt.importer"))["_post_import_hooks"]


class HiddenPackages(MetaPathFinder, Loader):
    """Takes packages out of `sys.modules`, and puts each back, whole, when it is imported.

    Args:
        packages: names of packages; those that are not there are skipped.
        imported_by: package -> packages that its import imports.
        on_import: called with the package's name after it has been put back.
    """

    def __init__(
        self,
        packages: Sequence[str],
        imported_by: dict[str, tuple[str, ...]],
        on_import: Callable[[str], None],
    ) -> None:
        self._imported_by = imported_by
        self._on_import = on_import
        self._hidden: dict[str, dict[str, ModuleType]] = {}
        for name in packages:
            if name in sys.modules:
                self._hidden[name] = _taken_out(name)
        self._specs = {name: modules[name].__spec__ for name, modules in self._hidden.items()}
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a package that is hidden."""
        if fullname not in self._hidden:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The package as it was imported."""
        return self._hidden[spec.name][spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """Put everything of the package back, and do what waited for its import."""
        name = module.__name__
        module.__spec__ = self._specs[name]
        modules = self._hidden.pop(name)
        sys.modules.update(modules)
        for other in self._imported_by.get(name, ()):
            if other in self._hidden:
                importlib.import_module(other)
        self._on_import(name)
        for inner in modules.values():
            if inner is not module:
                _notify(inner, modules)


def _notify(module: ModuleType, package: Mapping[str, ModuleType]) -> None:
    """Run what waited for a module's import.

    In a cold process it runs before other modules take over names of this one; so they get
    what it puts in their place.
    """
    before = dict(vars(module)) if _is_waited_for(module) else {}
    wrapt.notify_module_loaded(module)
    for name, old in before.items():
        new = vars(module).get(name)
        if new is not old:
            for other in package.values():
                if vars(other).get(name) is old:
                    setattr(other, name, new)


def _is_waited_for(module: ModuleType) -> bool:
    return module.__name__ in _WAITING


def _taken_out(package: str) -> dict[str, ModuleType]:
    inside = package + "."
    names = [name for name in sys.modules if name == package or name.startswith(inside)]
    return {name: sys.modules.pop(name) for name in names}
