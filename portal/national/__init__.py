"""The national report on pages, for the ministry: `choice` reads an address, `table` shows a sheet, `map` the country.

What the tables say is made by `reporting.builders.national`; page, XLSX, API and the report's files print the same sheets.
"""
