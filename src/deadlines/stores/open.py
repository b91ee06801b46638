"""The store at an address."""

from collections.abc import Mapping

from deadlines.stores.address import PASSWORD, Address
from deadlines.stores.store import Store


def open_store(address: Address, environment: Mapping[str, str]) -> Store:
    """Return the store at an address; ``environment`` holds what is secret.

    Raises ``StoreFailure``, and ``ModuleNotFoundError`` without the extra.
    """
    if address.scheme == "sftp":
        from deadlines.stores.sftp import SftpStore

        return SftpStore(address, environment.get(PASSWORD))
    from deadlines.stores.objects import ObjectStore

    return ObjectStore(address, environment)
