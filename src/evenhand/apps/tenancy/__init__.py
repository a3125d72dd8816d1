"""Trusts, schools, the scope of a school, its clock, calendar, timetable and lessons."""
