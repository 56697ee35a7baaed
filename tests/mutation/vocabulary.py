"""What is exchanged for what, and what is left alone, when mutants are made."""

from __future__ import annotations

import ast

STYLING = frozenset({
    "color", "c", "linewidth", "lw", "linestyle", "ls", "marker", "markersize", "alpha",
    "figsize", "fontsize", "cmap", "dpi", "edgecolor", "facecolor", "zorder", "rotation", "ha",
    "va", "pad", "loc", "ncol", "verbose", "seed", "name", "layout", "constrained_layout",
    "sharex", "sharey", "interpolation", "aspect", "capsize",
})  # fmt: skip
# Calls whose effect is wording, styling or output alone.
OUTPUT_CALLS = frozenset({
    "print", "show", "summary", "set_title", "suptitle", "set_ylim", "set_xlim", "set_xticks",
    "set_yticks", "grid", "tight_layout", "set_xticklabels", "axis", "axvline", "axhline",
    "set_random_seed", "savefig",
})  # fmt: skip
FORMATTED_CALLS = frozenset({"plot", "step", "semilogx", "semilogy", "loglog"})
SYMMETRIC_CALLS = frozenset({"max", "min", "maximum", "minimum", "allclose", "array_equal"})
EXCHANGED_CALLS = {
    "min": "max", "max": "min", "argmax": "argmin", "argmin": "argmax", "mean": "sum",
    "sum": "mean", "maximum": "minimum", "minimum": "maximum", "median": "mean", "floor": "ceil",
    "ceil": "floor", "zeros": "ones", "ones": "zeros", "any": "all", "all": "any",
    "std": "var", "log": "log2", "exp": "exp2", "round": "int",
}  # fmt: skip
EXCHANGED_TEXTS = {
    "activation": ("relu", "sigmoid", "softmax", "linear", "tanh"),
    "loss": (
        "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy",
        "mse",
    ),
    "padding": ("valid", "same"),
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
