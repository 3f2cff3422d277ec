"""Tables as CSV, for spreadsheets."""

import csv

from django.http import HttpResponse
from django.utils.formats import get_format

# At the begin of a cell these make a spreadsheet run it as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value):
    """The value as the text of a cell, which no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_response(name, rows):
    """Rows, the header first, as a download of that name, in UTF-8 with the mark by which Excel knows it.

    Where numbers have a decimal comma, as in Spanish, spreadsheets take a semicolon for the end of a cell.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    csv.writer(response, delimiter=delimiter).writerows([safe(cell) for cell in row] for row in rows)
    return response
