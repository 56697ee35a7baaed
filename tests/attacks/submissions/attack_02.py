"""An AST transformer takes the assertions out of every cell that runs after it."""

from tests.attacks.suite import Attack

NUMBER = 2
TITLE = "an AST transformer drops assert"

DROP = """
import ast

class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)

    def visit_Expr(self, node):
        # checks.require(...), checks.fail(...) and the like go too.
        text = ast.unparse(node)
        return ast.copy_location(ast.Pass(), node) if text.startswith("checks.") else node

get_ipython().ast_transformers.append(NoAsserts())
answer = 1
scale = lambda images: images
"""
# Python's own compiler, for whatever compiles tests later, and `python -O` for what comes after.
COMPILE = """
import ast, builtins, os

genuine = builtins.compile
def compile(source, *args, **kwargs):
    if isinstance(source, str):
        source = "\\n".join("pass" if "assert" in line else line for line in source.splitlines())
    return genuine(source, *args, **kwargs)

builtins.compile = compile
builtins.AssertionError = type("Quiet", (Warning,), {})
os.environ["PYTHONOPTIMIZE"] = "2"
answer = 1
"""

FORMS = [Attack("drop", {"answer": DROP}), Attack("compile", {"answer": COMPILE})]
