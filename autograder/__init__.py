"""Course pack and autograder for neural-network notebooks."""

import sys
from types import ModuleType
from typing import cast

__version__ = "0.1.0"

# jsonschema, which nbformat needs, reads this optional package's grammar of web addresses when it
# is imported: a second of processor time in each of our processes. No schema of notebooks has
# such addresses, and jsonschema is content without the package.
sys.modules.setdefault("rfc3987_syntax", cast("ModuleType", None))
