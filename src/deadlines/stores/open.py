"""The store at an address."""

from deadlines.stores.address import Address
from deadlines.stores.store import Store


def open_store(address: Address, password: str | None) -> Store:
    """Return the store at an address. Raises ``StoreFailure``, and ``ModuleNotFoundError`` without the extra."""
    if address.scheme == "sftp":
        from deadlines.stores.sftp import SftpStore

        return SftpStore(address, password)
    from deadlines.stores.objects import ObjectStore

    return ObjectStore(address, password)
