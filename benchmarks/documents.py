"""Announcements as other documents: the same words as a web page, a Word document, a mail, and as PDF of two programs."""

import html
import io
import subprocess
import zipfile
from email import policy
from email.message import EmailMessage
from pathlib import Path

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_html(text: str) -> bytes:
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    return f'<!doctype html><html><head><meta charset="utf-8"><title>A page</title></head><body>{lines}</body></html>'.encode()


def as_docx(text: str) -> bytes:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line)}</w:t></w:r></w:p>'
        for line in text.split("\n")
        if line.strip()
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
        )
    return buffer.getvalue()


def as_mail(text: str) -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = next((line.strip() for line in text.split("\n") if line.strip()), "A page")[:200]
    message["From"] = "somebody@example.org"
    message.set_content(text)
    return message.as_bytes()


FORMATS = {"html": as_html, "docx": as_docx, "mail": as_mail}


def as_pdf(texts: dict[str, str], folder: Path) -> dict[str, bytes]:
    """Return texts as LibreOffice prints them; it is asked once for all of them."""
    for name, text in texts.items():
        (folder / f"{name}.html").write_bytes(as_html(text))
    command = (
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--infilter=HTML (StarWriter)",
        "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), *(str(folder / f"{name}.html") for name in texts),
    )  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in texts}


_TEX = r"""\documentclass{article}\usepackage{fontspec}\setmainfont{DejaVu Sans}
\usepackage[margin=2.5cm]{geometry}\setlength{\parindent}{0pt}\begin{document}
%s
\end{document}"""
_SPECIAL = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"}
)


def as_latex_pdf(texts: dict[str, str], folder: Path) -> dict[str, bytes]:
    """Return texts as LaTeX sets them, with its hyphens and ligatures."""
    for name, text in texts.items():
        paragraphs = "\n\n".join(line.translate(_SPECIAL) for line in text.split("\n") if line.strip())
        (folder / f"{name}.tex").write_text(_TEX % paragraphs)
        command = ("xelatex", "-interaction=batchmode", "-halt-on-error", f"{name}.tex")
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in texts}
