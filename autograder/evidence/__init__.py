"""stub"""
from autograder.evidence.blobs import BlobReader, BlobWriter
from autograder.evidence.bundle import Bundle, seal, write_bundle
from autograder.evidence.decode import Decoder
from autograder.evidence.encode import Encoder, encode_call, encode_namespace, encode_result, encode_value
from autograder.evidence.holder import Holder
from autograder.evidence.limits import DEFAULT_LIMITS, Limits
from autograder.evidence.stand_ins import *
