"""Values that somebody might send to do harm, and strategies that put them where any parameter stands."""

from __future__ import annotations

from hypothesis import strategies as st

MARK = "zqhostile"
"""Stands in each value that is meant to get into a query, so that it is found wherever it got to."""

CYPHER = [
    f"gn1'}}) DETACH DELETE n //{MARK}",
    f"{MARK}' OR 1=1 //",
    f'{MARK}" RETURN 1 UNION MATCH (n) RETURN n //',
    f"{MARK}` SET n.x = 1 //",
    f"$city + '{MARK}'",
    f"{MARK}'; CALL dbms.shutdown(); //",
    f"LOAD CSV FROM 'file:///etc/passwd' AS {MARK}",
    f"\\' {MARK} \\u0027",
    f"{MARK}*/ RETURN 1 /*{{order}}*/",
    f"/*{{order}}*/{MARK}",
]
MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</script><script>alert(1)//",
    "{{7*7}}${7*7}<%= 7*7 %>#{7*7}",
    "]]><!--",
]
PATHS = [
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "file:///etc/passwd",
    "....//....//etc/passwd",
    "static/../../graph/settings.py",
    "%00",
    "a\x00.csv",
]
ADDRESSES = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:7474/",
    "gopher://127.0.0.1:7687/_",
    "http://[::1]:22/",
    "bolt://localhost",
]
HEADERS = ["a\r\nSet-Cookie: a=b", "a\nX-Injected: yes", "a\r\n\r\n<html>", "\u010d\u010aSet-Cookie: a=b"]
NUMBERS = [
    "0", "-0", "-1", "1e308", "1e999", "NaN", "Infinity", "0x10", "1_000", "٣", "１９６４", "0.1", "--1", "",
    str(2**31), str(2**53), str(2**63), str(2**64), str(10**30), "-" + str(2**63), "9" * 400,
]  # fmt: skip
TEXTS = [
    "\u202egnp.exe", "\ufeff", "\u200b", "\ud7ff", "\uffff", "🏳️‍🌈" * 20, "İ" * 100, "ß", "e\u0301" * 60, "\u0000",
    "\x1b[2J",
    "=HYPERLINK(\"http://a\")", "null", "undefined", "true", "[]", "{}", "a" * 5000, "%", "%ff", "+", "&&", ";", "\t",
    "\n", "~*?:\\/", "AND OR NOT", "\"", "(" * 500, "city:" * 50, "/" * 300, "a,b,c,d", ", DE", "Reading,,,", ",",
]  # fmt: skip
VALUES = [*CYPHER, *MARKUP, *PATHS, *ADDRESSES, *HEADERS, *NUMBERS, *TEXTS]


def values() -> st.SearchStrategy[str]:
    """A hostile value: one of the corpus, two of them together, or any text at all."""
    known = st.sampled_from(VALUES)
    return known | st.tuples(known, known).map("".join) | st.text(max_size=300)
