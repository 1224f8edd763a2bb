"""Tags of a PDF: what is a heading, a list, a table, in which order and in which language.

fpdf2 builds a flat structure of figures and links; this takes the place of its builder. The rest of fpdf2 asks the
builder only for its objects and writes them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from fpdf.annotations import PDFAnnotation
from fpdf.structure_tree import StructTreeRoot
from fpdf.syntax import PDFArray, PDFObject, PDFString


class Element(PDFObject):  # type: ignore[misc]
    """An element of the structure; its public attributes are the entries of a dictionary in the file."""

    def __init__(self, role: str, parent: Any, language: str, text: str, attributes: str) -> None:
        super().__init__()
        self.type, self.s, self.p, self.k = "/StructElem", f"/{role}", parent, PDFArray()
        self.lang = PDFString(language) if language else None
        self.actual_text = PDFString(text) if text else None
        self.a = attributes or None
        parent.k.append(self)


class _Reference:
    """What an element holds besides elements: marked content of a page, or an annotation."""

    def __init__(self, form: str, referred: Any) -> None:
        self.form, self.referred = form, referred

    def serialize(self, **_: Any) -> str:
        return self.form.format(self.referred.ref)


class _ParentTree(PDFObject):  # type: ignore[misc]
    """Leads from a page to the elements of its marked contents, and from an annotation to its element."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[Element | list[Element]] = []

    def serialize(self, obj_dict: Any = None, _security_handler: Any = None) -> str:
        held = ((key, [e.ref for e in x] if isinstance(x, list) else x.ref) for key, x in enumerate(self.held))
        numbers = " ".join(f"{key} [{' '.join(x)}]" if isinstance(x, list) else f"{key} {x}" for key, x in held)
        return str(super().serialize({"/Nums": f"[{numbers}]"}))


class Tags:
    """The structure of a PDF in the making; stands where fpdf2 has its own builder."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._root = StructTreeRoot()
        self._root.parent_tree = _ParentTree()
        self._elements: list[Element] = []
        self.document = self.add("Document", self._root)
        self.doc_struct_elem = SimpleNamespace(k=())  # fpdf2 sets the pages of its own elements: there are none
        pdf.struct_builder = self
        pdf._set_min_pdf_version("1.4")

    def __iter__(self) -> Iterator[Any]:
        yield from (self._root, self._root.parent_tree, *self._elements)

    def empty(self) -> bool:
        """Tell that there is a structure to write."""
        return False

    def add(
        self, role: str, parent: Any = None, *, language: str = "", text: str = "", attributes: str = ""
    ) -> Element:
        """Add an element below `parent`, or below the document; `text` is its text in logical order."""
        element = Element(role, self.document if parent is None else parent, language, text, attributes)
        self._elements.append(element)
        return element

    @contextmanager
    def content(self, element: Element | None) -> Iterator[None]:
        """Mark what is printed meanwhile as the content of `element`; None says that it is decoration."""
        if element is None:
            self._pdf._out("/Artifact BMC")
        else:
            page, held = self._pdf.pages[self._pdf.page], self._root.parent_tree.held
            if page.struct_parents is None:
                page.struct_parents = len(held)
                held.append([])
            contents = held[page.struct_parents]
            element.k.append(_Reference(f"<</Type /MCR /Pg {{}} /MCID {len(contents)}>>", page))
            self._pdf._out(f"{element.s} <</MCID {len(contents)}>> BDC")
            contents.append(element)
        yield
        self._pdf._out("EMC")

    def link(self, element: Element, target: Any, x: float, y: float, width: float, height: float, text: str) -> None:
        """Make a rectangle of the page lead to `target`, and tell the element about it."""
        pdf, held = self._pdf, self._root.parent_tree.held
        place = (x * pdf.k, pdf.h_pt - y * pdf.k, width * pdf.k, height * pdf.k)
        annotation = PDFAnnotation("Link", *place, dest=pdf.links[target], contents=text)
        annotation.struct_parent = len(held)
        held.append(element)
        element.k.append(_Reference("<</Type /OBJR /Obj {}>>", annotation))
        pdf.pages[pdf.page].add_annotation(annotation)
