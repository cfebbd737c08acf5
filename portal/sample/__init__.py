"""Invented reporting years for demonstrations and measurements; never in production.

Everything comes about as in life, by the services, each at its moment of the business clock and by people of its
agency; what lies after now is left out. The same seed gives the same year. Such a year is marked (`is_sample`) and
shown as "Số liệu mẫu" wherever anything of it is told. Start reading in `years`.
"""
