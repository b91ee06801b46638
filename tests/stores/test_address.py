"""Where an export is sent to: what can be meant, and what is shown of it."""

import pytest

from deadlines.stores.address import Address, BadAddress, is_address, parse


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("s3://bucket", Address("s3", "bucket", "")),
        ("s3://bucket/a/b/?region=eu-west-1&endpoint=http://127.0.0.1:9000",
         Address("s3", "bucket", "a/b", options={"region": "eu-west-1", "endpoint": "http://127.0.0.1:9000"})),
        ("az://container/a?account=mine", Address("az", "container", "a", options={"account": "mine"})),
        ("sftp://anna@example.org:2222/srv/www", Address("sftp", "example.org", "srv/www", 2222, "anna")),
        ("sftp://example.org/~/www", Address("sftp", "example.org", "~/www")),
        ("WEBDAVS://b%40c@cloud.example.org/dav/%C3%A9", Address("webdavs", "cloud.example.org", "dav/é", None, "b@c")),
        ("webdav://[::1]:8080/dav", Address("webdav", "::1", "dav", 8080)),
        ("file:///srv/www", Address("file", "", "srv/www")),
        ("az://$web?endpoint=http://127.0.0.1:10000/account",
         Address("az", "$web", "", options={"endpoint": "http://127.0.0.1:10000/account"})),
    ],
)  # fmt: skip
def test_an_address_is_taken_apart(typed: str, meant: Address) -> None:
    assert is_address(typed) and parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ftp://example.org/", "no store has an address in ftp://; write s3://, gs://"),
        ("https://example.org/calendars/", "https:// is for reading; write webdavs://"),
        ("s3:///prefix", "names no place"),
        ("sftp://example.org:port/", "cannot be read"),
        ("s3://bucket?acl=public", "s3:// takes region or endpoint, and not acl"),
        ("webdavs://example.org/?a=b", "nothing can stand behind ?"),
        ("webdav://example.org/", "not protected"),
        ("sftp://anna:s3cret@example.org/", "set DEADLINES_STORE_PASSWORD"),
        ("s3://bucket?secret_access_key=s3cret", "secrets are read from the environment"),
        ("s3://anna:s3cret@bucket/", "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY instead"),
        ("s3:/bucket/calendars", "names no place; write s3://"),
        ("s3://minio.example.org:9000/bucket", "a bucket comes first, without user and port"),
        ("gs://bucket?endpoint=storage.example.org", "write ?endpoint=https://…"),
        ("gs://bucket?endpoint=http://[::", "write ?endpoint=https://…"),
        ("az://container?endpoint=http://example.org/account", "http:// is not protected"),
        ("file://srv/www", "a folder has three slashes before its name"),
        ("file:///", "a folder has three slashes before its name"),
    ],
)
def test_what_cannot_be_meant_is_said_without_what_is_secret(typed: str, said: str) -> None:
    with pytest.raises(BadAddress) as raised:
        parse(typed)
    assert said in str(raised.value) and "s3cret" not in str(raised.value)


def test_an_address_is_shown_without_its_options() -> None:
    assert str(parse("s3://bucket/a/?region=x")) == "s3://bucket/a"
    assert str(parse("sftp://anna@[::1]:22/srv")) == "sftp://anna@[::1]:22/srv"
    assert not any(map(is_address, ("calendars/", "C:/calendars", "s3/x", "file", "a:b/x")))
