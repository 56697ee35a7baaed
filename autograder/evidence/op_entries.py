"""Operations in a model's configuration, as others of the same effect that the judge knows."""

from __future__ import annotations

from typing import Any

from autograder.evidence.op_table import is_op


def as_known_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of a functional model's configuration as one that can be rebuilt, or as it is."""
    return _as_pooling(_as_new_axis(entry))


def _as_new_axis(entry: dict[str, Any]) -> dict[str, Any]:
    """`x[..., None]`, which students write before a convolution, as the operation it is."""
    node = (entry.get("inbound_nodes") or [None])[0]
    if entry["class_name"] != "GetItem" or node is None or len(node["args"]) != 2:
        return entry
    tensor, key = node["args"]
    key = list(key) if isinstance(key, list | tuple) else [key]
    if len(entry["inbound_nodes"]) != 1 or key[-1] is not None:
        return entry
    whole = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}
    rank = len(tensor["config"]["shape"])
    others = [item["class_name"] if isinstance(item, dict) else "" for item in key[:-1]]
    if others != ["__ellipsis__"] and key[:-1] != [whole] * rank:
        return entry
    config = {"name": entry["config"]["name"], "axis": -1}
    nodes = [{"args": [tensor], "kwargs": {}}]
    return {**entry, "class_name": "ExpandDims", "config": config, "inbound_nodes": nodes}


def _as_pooling(entry: dict[str, Any]) -> dict[str, Any]:
    """`keras.ops.max_pool(x, 2)` on images, as the layer that does the same."""
    layer = {"MaxPool": "MaxPooling2D", "AveragePool": "AveragePooling2D"}
    nodes = entry.get("inbound_nodes") or [{"args": []}]
    known = is_op(entry.get("module")) and entry["class_name"] in layer
    if not known or len(nodes) != 1 or len(nodes[0]["args"]) != 1:
        return entry
    if len(nodes[0]["args"][0]["config"]["shape"]) != 4:
        return entry
    config = dict(entry["config"])
    for name in ("pool_size", "strides"):
        if isinstance(config[name], int):
            config[name] = (config[name], config[name])
    kind = layer[entry["class_name"]]
    return {**entry, "class_name": kind, "module": "keras.layers", "config": config}
