"""Evidence: values that cross between a student's process and the judge, as data.

The student's process is not trusted. What it hands over is a folder: JSON trees, one file for
each position in the notebook, and blobs named by the SHA-256 of their content. The judge
checks every part before it makes a value of it; nothing is unpickled, evaluated, opened by a
path that data names, or loaded by Keras.

A tree is a JSON value. None, bools, ints below 2**63, finite floats, texts and lists stand for
themselves; an object has one of these keys and says what it is:

    $int "0x..."             a larger int           $float "nan" | "inf" | "-inf"
    $tuple [...]  $set [...]  $dict [[key, value], ...]
    $numbers ARRAY           a long list of floats or of ints, or of lists of them
    $array ARRAY             a whole array; ARRAY is {"blob": digest} or, when small,
                             {"dtype", "shape", "data": base64}
    $large {...}             the summary of a large array
    $objects {...}           an array of objects, such as the axes of plt.subplots
    $model {...}  $figure digest     described in a JSON blob (model_describe, figure_describe)
    $axes {...}              axes, by figure and index
    $history {...}           what fit returned
    $function handle         an object that stays in the student's process and can be called
    $handle handle           the other way: an argument that is such an object
    $module name  $class name        the judge's own
    $unsupported type        anything else, with a reason

In the student's process: `encode_namespace` and `write_bundle` at each position, `decode_call`
of a `Decoder` with `resolve`, and `encode_result` for each call. In the judge: `seal`, `Bundle`,
`Decoder`, and `encode_call`. All limits are in `Limits`. What is malformed raises
`autograder.errors.EvidenceError`; what merely can't cross decodes to `Unsupported`, a model
that can't be rebuilt to `OpaqueModel`.
"""

from autograder.evidence.blobs import BlobReader, BlobWriter
from autograder.evidence.bundle import Bundle, seal, write_bundle
from autograder.evidence.decode import Decoder
from autograder.evidence.encode import Encoder, encode_value
from autograder.evidence.holder import Holder
from autograder.evidence.limits import DEFAULT_LIMITS, Limits
from autograder.evidence.namespace import encode_call, encode_namespace, encode_result
from autograder.evidence.stand_ins import (
    Call,
    HistoryData,
    LargeArray,
    ModelClaims,
    NotRebuilt,
    OpaqueModel,
    StudentFunction,
    Unsupported,
)

__all__ = [
    "DEFAULT_LIMITS",
    "BlobReader",
    "BlobWriter",
    "Bundle",
    "Call",
    "Decoder",
    "Encoder",
    "HistoryData",
    "Holder",
    "LargeArray",
    "Limits",
    "ModelClaims",
    "NotRebuilt",
    "OpaqueModel",
    "StudentFunction",
    "Unsupported",
    "encode_call",
    "encode_namespace",
    "encode_result",
    "encode_value",
    "seal",
    "write_bundle",
]
