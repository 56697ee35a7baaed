"""Trees that are generated whole, from the tags and the names that the decoder knows."""

from __future__ import annotations

from hypothesis import strategies as st

from autograder.evidence.decode import Decoder

_FIELDS = (
    *("blob", "dtype", "shape", "data", "figure", "index", "items", "first", "digest", "min"),
    *("max", "mean", "class", "handle", "reason", "name", "predict"),
)
_KNOWN = ("nan", "0x1", "<f8", "|O", "h1", "numpy", "Dense", "0" * 64, "AAAA", "|b1", "<U1")

atoms = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(_KNOWN)
)
trees = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(sorted(Decoder.by_tag)), inner, min_size=1, max_size=1)
        | st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=4)
    ),
    max_leaves=25,
)
