"""Which addresses may be dialled, and a budget that is spent."""

import ipaddress
import socket
from contextlib import closing

import pytest

from deadlines.web.dial import Budget, Refused, dial, is_any, is_loopback, is_public


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "198.18.0.1", "192.0.2.1", "240.0.0.1", "192.0.0.8",
     "::1", "::", "fe80::1", "fec0::1", "feff::1", "fc00::1", "fd12::1", "ff02::1", "100::1", "4000::1", "2001:db8::1", "3fff::1",
     "64:ff9b:1::a00:1"],
)  # fmt: skip
def test_an_inward_address_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


FORMS = (
    "::ffff:{dotted}", "::ffff:0:{dotted}", "::{dotted}", "64:ff9b::{dotted}", "2002:{hex}::1", "2600::5efe:{dotted}", "2600::200:5efe:{dotted}",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("inner", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.1"])
def test_an_inward_address_inside_another_is_not_public(form: str, inner: str) -> None:
    number = int(ipaddress.ip_address(inner))
    written = form.format(dotted=inner, hex=f"{number >> 16:x}:{number & 0xFFFF:x}")
    assert not is_public(ipaddress.ip_address(written)), written


@pytest.mark.parametrize("form", FORMS)
def test_a_public_address_inside_another_is_one(form: str) -> None:
    assert is_public(ipaddress.ip_address(form.format(dotted="192.0.43.8", hex="c000:2b08")))


@pytest.mark.parametrize("address", ["2001:0:c000:2b08::1", "2001:0:a00:1:0:0:f5ff:fffe", "2001:20::1", "2001:10::1"])
def test_a_tunnel_is_not_public_whoever_its_server_is(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["192.0.43.8", "2600::", "2001:500:2f::f", "64:ff9b::c000:2b08"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_what_is_not_allowed_is_not_dialled() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Refused) as refused:
            dial("localhost", port, Budget(20), is_public)
        assert "127.0.0.1" in refused.value.addresses
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
        with closing(dial("localhost", port, Budget(20), is_loopback)):
            server.accept()


@pytest.mark.parametrize("port", [0, -1, 65_536, 10**20])
def test_a_port_that_does_not_exist_is_an_error_of_the_connection(port: int) -> None:
    with pytest.raises(OSError, match="there is no port"):
        dial("127.0.0.1", port, Budget(20), is_any)


def test_a_connection_is_shut_when_the_budget_is_spent_and_not_when_the_guard_has_ended() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line, peer = dial("127.0.0.1", server.getsockname()[1], Budget(20), is_any), server.accept()[0]
        with closing(line), closing(peer):
            budget = Budget(0.1)
            with budget.guard(line):
                pass
            while not budget.spent:
                pass
            peer.send(b"-")
            assert line.recv(1) == b"-", "shut by a guard that had ended"
            with Budget(0.1).guard(line):
                line.settimeout(None)
                while line.recv(65_536):
                    pass
            assert peer.recv(1) == b""


def test_of_several_connections_each_is_shut_when_its_own_budget_is_spent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        lines, peers = [], []
        for _ in range(3):
            lines.append(dial("127.0.0.1", server.getsockname()[1], Budget(20), is_any))
            peers.append(server.accept()[0])
        with Budget(20).guard(lines[0]), Budget(0.2).guard(lines[1]), Budget(0.1).guard(lines[2]):
            for line, peer in ((lines[2], peers[2]), (lines[1], peers[1])):
                line.settimeout(None)
                assert line.recv(1) == b"" and peer.recv(1) == b""
            peers[0].send(b"-")
            assert lines[0].recv(1) == b"-"
        for one in (*lines, *peers):
            one.close()
