"""PostgreSQL through libpq's PQexecParams, as drivers with numbered parameters do it (pgx, node-postgres, asyncpg and
their kin): values apart from the text, and no types with them, so that the server must infer each one's.

It refuses what the driver of a program would not send: a list, a dict, an object.
"""
import ctypes
import decimal

_pq = ctypes.CDLL("libpq.so.5")
for _name in ("PQconnectdb", "PQexecParams", "PQexec"):
    getattr(_pq, _name).restype = ctypes.c_void_p
for _name in ("PQerrorMessage", "PQresultErrorMessage", "PQgetvalue", "PQfname"):
    getattr(_pq, _name).restype = ctypes.c_void_p
_pq.PQftype.restype = ctypes.c_uint
_OK, _TUPLES = 1, 2
_INTEGERS, _FLOATS, _NUMERIC, _BOOL, _BYTEA = (20, 21, 23, 26), (700, 701), 1700, 16, 17


class Error(Exception):
    """What the server, or libpq, says."""


def _text(pointer):
    return ctypes.string_at(pointer).decode() if pointer else ""


def _sent(value):
    """(bytes or None, format) as a driver sends it."""
    if value is None:
        return None, 0
    if isinstance(value, bytes):
        return value, 1
    if isinstance(value, bool):
        return b"1" if value else b"0", 0
    if isinstance(value, float):
        return repr(value).encode(), 0
    if isinstance(value, (int, str, decimal.Decimal)):
        return str(value).encode(), 0
    raise Error(f"no value for a parameter: {value!r}")


def _received(text, oid):
    if oid in _INTEGERS:
        return int(text)
    if oid in _FLOATS:
        return float(text)
    if oid == _NUMERIC:
        return decimal.Decimal(text)
    if oid == _BOOL:
        return text == "t"
    if oid == _BYTEA:
        return bytes.fromhex(text[2:])
    return text


class Connection:
    """execute() answers (rows or None, type numbers)."""

    def __init__(self, conninfo):
        self._c = ctypes.c_void_p(_pq.PQconnectdb(conninfo.encode()))
        if _pq.PQstatus(self._c):
            raise Error(_text(_pq.PQerrorMessage(self._c)))

    def close(self):
        _pq.PQfinish(self._c)

    def execute(self, sql, values=()):
        sent = [_sent(v) for v in values]
        n = len(sent)
        texts = (ctypes.c_char_p * max(n, 1))(*[b for b, _ in sent])
        lengths = (ctypes.c_int * max(n, 1))(*[len(b or b"") for b, _ in sent])
        formats = (ctypes.c_int * max(n, 1))(*[f for _, f in sent])
        r = ctypes.c_void_p(_pq.PQexecParams(self._c, sql.encode(), n, None, texts, lengths, formats, 0))
        try:
            status = _pq.PQresultStatus(r)
            if status not in (_OK, _TUPLES):
                raise Error(_text(_pq.PQresultErrorMessage(r)).splitlines()[0])
            if status == _OK:
                return None, None
            columns = range(_pq.PQnfields(r))
            types = [_pq.PQftype(r, c) for c in columns]
            rows = [tuple(None if _pq.PQgetisnull(r, i, c) else _received(_text(_pq.PQgetvalue(r, i, c)), types[c])
                          for c in columns) for i in range(_pq.PQntuples(r))]
            return rows, types
        finally:
            _pq.PQclear(r)
