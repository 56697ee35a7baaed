"""What a namespace held, so that it can be made again, and whether a value came out differently."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

LARGE = 1_000_000  # bytes; larger arrays are kept by reference


def kept(space: Mapping[str, Any]) -> dict[str, Any]:
    """A copy from which the namespace can be made again, models with their weights."""
    return {name: _keep(value) for name, value in space.items() if name != "__builtins__"}


@dataclass(frozen=True)
class _KeptModel:
    model: Any
    weights: list[np.ndarray]
    settings: Any  # of compile, None where it was not compiled


def _is_model(value: Any) -> bool:
    return any(base.__name__ == "Model" for base in type(value).__mro__)


def is_mutable(value: Any) -> bool:
    return isinstance(value, list | dict | np.ndarray) or _is_model(value)


def _keep(value: Any) -> Any:
    if _is_model(value):
        settings = value.get_compile_config() if value.compiled else None
        return _KeptModel(value, [w.copy() for w in value.get_weights()], settings)
    if type(value) in (list, tuple, set):
        return type(value)(_keep(part) for part in value)
    if type(value) is dict:
        return {key: _keep(part) for key, part in value.items()}
    if isinstance(value, np.ndarray) and value.nbytes < LARGE:
        return value.copy()
    return value


def fresh(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _renewed(value) for name, value in kept.items()}


def _renewed(value: Any) -> Any:
    if isinstance(value, _KeptModel):
        _reset(value)
        return value.model
    if type(value) in (list, tuple, set):
        return type(value)(_renewed(part) for part in value)
    if type(value) is dict:
        return {key: _renewed(part) for key, part in value.items()}
    if isinstance(value, np.ndarray) and value.nbytes < LARGE:
        return value.copy()
    return value


def _reset(kept: _KeptModel) -> None:
    model = kept.model
    if kept.weights:
        model.set_weights(kept.weights)
    if kept.settings is None:
        model.compiled, model.optimizer = False, None
    else:
        model.compile_from_config(kept.settings)


def same(one: Any, other: Any, reached: set[str]) -> bool:
    """Whether a value is what the reference had; when in doubt, it is not.

    Args:
        one: the value.
        other: what was kept of the reference's value.
        reached: names that came out differently; a function that uses one is another function.
    """
    if isinstance(other, _KeptModel):
        return _same_model(one, other)
    if isinstance(one, types.FunctionType) and isinstance(other, types.FunctionType):
        return _same_code(one.__code__, other.__code__) and not _names_of(one.__code__) & reached
    if isinstance(one, int | float) and isinstance(other, int | float):
        return bool(one == other) or bool(np.isnan(one) and np.isnan(other))  # 5.0 is 5
    return type(one) is type(other) and _same_of_type(one, other, reached)


def _same_of_type(one: Any, other: Any, reached: set[str]) -> bool:
    if isinstance(one, np.ndarray):
        return one is other or _equal_arrays([one], [other])
    if isinstance(one, list | tuple):
        pairs = list(zip(one, other, strict=False))
        return len(one) == len(other) and all(same(a, b, reached) for a, b in pairs)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[k], other[k], reached) for k in one)
    if isinstance(one, types.ModuleType):
        return one is other
    plain = isinstance(one, str | bytes | type(None) | np.generic | range | Path)
    return plain and bool(one == other)


def _same_model(one: Any, other: _KeptModel) -> bool:
    return (
        _is_model(one)
        and _configuration(one) == _configuration(other.model)
        and _equal_arrays(one.get_weights(), other.weights)
        and (one.get_compile_config() if one.compiled else None) == other.settings
    )


def _configuration(model: Any) -> Any:
    try:
        return _without_names(model.get_config())
    except Exception:
        return object()


def _without_names(value: Any) -> Any:
    """A configuration without the names that Keras numbers."""
    if isinstance(value, dict):
        return {k: _without_names(v) for k, v in value.items() if k != "name"}
    if isinstance(value, list | tuple):
        return [_without_names(part) for part in value]
    return value


def _equal_arrays(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return len(some) == len(others) and all(
        a.shape == b.shape and a.dtype == b.dtype and np.array_equal(a, b)
        for a, b in zip(some, others, strict=True)
    )


def _same_code(one: types.CodeType, other: types.CodeType) -> bool:
    if one.co_code != other.co_code or one.co_names != other.co_names:
        return False
    if one.co_varnames != other.co_varnames or len(one.co_consts) != len(other.co_consts):
        return False
    return all(
        _same_code(a, b) if isinstance(a, types.CodeType) and isinstance(b, types.CodeType)
        else repr(a) == repr(b)
        for a, b in zip(one.co_consts, other.co_consts, strict=True)
    )  # fmt: skip


def _names_of(code: types.CodeType) -> set[str]:
    inner = (part for part in code.co_consts if isinstance(part, types.CodeType))
    return set(code.co_names).union(*map(_names_of, inner))
