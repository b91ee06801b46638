"""The published folder at an address: an object store, a WebDAV server, a machine with SSH."""
