"""Dates, hours and zones read out of the organiser's sentences: where each stands, and every reading of it.

``read`` takes a text apart; nothing here knows a record. Standard library only; tables made from CLDR in ``data/``.
"""
