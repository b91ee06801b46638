from tests.certificate import certificate, trusted

__all__ = ["certificate", "trusted"]
