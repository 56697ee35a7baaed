"""Descriptions of models and figures, whoever made them up, as the trees that a judge reads."""

from __future__ import annotations


def as_model_tree(crossing, described):
    """The tree of a model of this description, which need be none that we would write."""
    from autograder.evidence.encode import Encoder

    tree = Encoder(crossing.blobs, crossing.holder).tree(described, 0)
    return {"$model": {"class": "M", "data": crossing.blobs.write_json(tree)}}


def as_figure_tree(crossing, described):
    """The tree of a figure of this description."""
    return {"$figure": as_model_tree(crossing, described)["$model"]["data"]}
