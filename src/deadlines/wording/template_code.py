"""The Python that a template becomes: what Jinja writes for any template, in fewer steps for ours.

Ours call functions that know nothing of templates, name attributes that there are, and are always escaped. So a call is
a call, an attribute an attribute, and what stands between two statements is put together at once.
"""

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

try:  # What escape does to a text, without making a Markup of what is only joined.
    from markupsafe._speedups import _escape_inner as _escape
except ImportError:
    _escape = escape


def escaped(value: object) -> str:
    """Return a value as it stands in a page."""
    if type(value) is str:
        return _escape(value)
    return value if type(value) is Markup else escape(value)


class TemplateCode(CodeGenerator):
    """Writes the code of a template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write all of it."""
        self.writeline(f"from {__name__} import escaped")
        super().visit_Template(node, frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write what stands between two statements, as one text; outside of the blocks of a page there is nothing."""
        if frame.require_output_check:
            super().visit_Output(node, frame)
            return
        self.writeline("yield ''.join((" if frame.buffer is None else f"{frame.buffer}.extend((", node)
        for child in node.nodes:
            self._part(child, frame)
            self.write(", ")
        self.write("))")

    def _part(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.TemplateData):
            self.write(repr(node.data))
            return
        self.write("escaped(")
        self.visit(node, frame)
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call of a function or a macro."""
        if node.dyn_args or node.dyn_kwargs or forward_caller:
            raise NotImplementedError(self.position(node))  # No template of ours has such.
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.visit(keyword, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write an attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Write a test; whether an attribute is defined is asked of what has it or not."""
        if node.name != "defined" or not isinstance(node.node, nodes.Getattr):
            super().visit_Test(node, frame)
            return
        self.write("hasattr(")
        self.visit(node.node.node, frame)
        self.write(f", {node.node.attr!r})")
