"""Announcements as other documents: the same words as a web page, a Word document and a mail."""

import html
import io
import zipfile
from email import policy
from email.message import EmailMessage

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
