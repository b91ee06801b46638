"""How connections are kept: on a server in this process, so that its sockets can be looked at."""

import http.client
import socket
import threading

import uvicorn
from starlette.responses import PlainTextResponse

from deadlines.server.run import configuration, listen


def test_small_answers_on_a_kept_connection_do_not_wait_for_an_acknowledgement_of_the_client() -> None:
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(configuration(PlainTextResponse("small")))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    connection = http.client.HTTPConnection(*listening.getsockname(), timeout=20)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"small"
    kept = [one.transport.get_extra_info("socket") for one in server.server_state.connections]  # type: ignore[union-attr]
    assert [one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for one in kept] == [1]
    connection.close()
    server.should_exit = True
    running.join(20)
