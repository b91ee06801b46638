"""A real Thunderbird that is asked, through Marionette, what it shows of a mail."""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 90
PREFERENCES = {
    "mail.provider.suppress_dialog_on_startup": True,
    "mailnews.start_page.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.openMessageBehavior": 0,
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1",
    "mail.account.account2.server": "server2",
    "mail.identity.id1.useremail": "reader@example.org",
    "mail.identity.id1.valid": True,
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.smtpservers": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.server.server1.type": "pop3",
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.userName": "reader",
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.check_new_mail": False,
    "mail.server.server2.type": "none",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.userName": "nobody",
    "calendar.timezone.local": "UTC",
    "calendar.registry.home.type": "storage",
    "calendar.registry.home.uri": "moz-storage-calendar://",
    "calendar.registry.home.name": "Home",
    "calendar.registry.home.imip.identity.key": "id1",
}
"""A reader with an account and a calendar of their own; nothing is asked of any server."""
OPEN = """
const [path, resolve] = arguments;
(async () => {
  const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  file.initWithPath(path);
  const uri = Services.io.newFileURI(file).mutate().setQuery("type=application/x-message-display").finalize();
  MailUtils.openEMLFile(Services.wm.getMostRecentWindow("mail:3pane"), file, uri);
  let before = "", same = 0;
  while (same < 5) {
    await new Promise(next => setTimeout(next, 300));
    for (const shown of Services.wm.getEnumerator("mail:messageWindow")) {
      const about = shown.messageBrowser?.contentWindow;
      const bar = about?.document.getElementById("imip-bar");
      const body = about?.getMessagePaneBrowser?.()?.contentDocument?.body?.innerText;
      if (!bar || bar.collapsed || !body || !about.gMessageURI.includes(file.leafName)) continue;
      const buttons = [...bar.querySelectorAll("#imip-view-toolbar > toolbarbutton")].filter(one => !one.hidden);
      const said = bar.querySelector(".msgNotificationBarText").textContent;
      const now = JSON.stringify({said, buttons: buttons.map(one => one.label), body});
      [before, same] = [now, now == before ? same + 1 : 0];
      if (same == 5) shown.close();
    }
  }
  resolve(before);
})();
"""
"""Opens a message, and returns what its window shows when that has not changed for a second and a half."""


@dataclass(frozen=True)
class Shown:
    said: str
    """Above the letter, of the calendar entry in it."""
    buttons: Sequence[str]
    body: str


class Marionette:
    """Its protocol: JSON, with its length before it."""

    def __init__(self, port: int) -> None:
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                self._line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
                break
            except OSError:
                assert time.monotonic() < ends, "Thunderbird does not start"
                time.sleep(0.2)
        self._number = 0
        self._read()

    def call(self, name: str, **parameters: Any) -> Any:
        self._number += 1
        asked = json.dumps([0, self._number, name, parameters]).encode()
        self._line.sendall(b"%d:%s" % (len(asked), asked))
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        with self._line.makefile("rb", buffering=0) as file:
            length = b""
            while (digit := file.read(1)) != b":":
                length += digit or b""
            said = b""
            while len(said) < int(length):
                said += file.read(int(length) - len(said)) or b""
        return json.loads(said)


@contextmanager
def thunderbird() -> Iterator[Any]:
    """Start one with a reader's profile; yield what opens a mail in it and returns what is ``Shown``."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        lines = [
            f"user_pref({json.dumps(key)}, {json.dumps(value)});"
            for key, value in (PREFERENCES | {"marionette.port": port}).items()
        ]
        (Path(place) / "user.js").write_text("\n".join(lines))
        command = [
            "thunderbird",
            "--headless",
            "--no-remote",
            "--marionette",
            "--remote-allow-system-access",
            "--profile",
            place,
        ]
        program = subprocess.Popen(
            command,
            env=os.environ | {"HOME": place, "LANG": "C.UTF-8"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            marionette = Marionette(port)
            marionette.call("WebDriver:NewSession", capabilities={})
            marionette.call("Marionette:SetContext", value="chrome")
            marionette.call("WebDriver:SetTimeouts", script=PATIENCE * 1000)

            def shown(name: str, mail: bytes) -> Shown:
                file = Path(place) / f"{name}.eml"
                file.write_bytes(mail)
                found = marionette.call("WebDriver:ExecuteAsyncScript", script=OPEN, args=[str(file)])
                return Shown(**json.loads(found["value"]))

            yield shown
        finally:
            program.terminate()
            program.wait()
