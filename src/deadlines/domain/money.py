"""Money as numbers: whole amounts, and the currencies there are (ISO 4217)."""

_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD
TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
MEANT = {
    "€": ("EUR",), "EURO": ("EUR",), "EUROS": ("EUR",), "£": ("GBP",), "POUNDS": ("GBP",), "US$": ("USD",),
    "$US": ("USD",), "$": ("USD", "CAD", "AUD"), "DOLLARS": ("USD", "CAD", "AUD"), "FR": ("CHF",), "SFR": ("CHF",),
    "CFA": ("XOF", "XAF"), "FCFA": ("XOF", "XAF"), "F CFA": ("XOF", "XAF"),
}  # fmt: skip
"""What people write for some of them."""
MOST = 10**12


def number_in(text: str) -> int | None:
    """Return a whole number as people write it: ``60000``, ``60 000``, ``60,000``; None where it is none."""
    import re  # Most lists name no amount.

    found = re.fullmatch(r"\d{1,3}(?:[ ,.'’_\u00a0\u202f]\d{3})+|\d+", text.strip())
    return int(re.sub(r"\D", "", found[0])) if found and len(found[0]) <= 20 else None
