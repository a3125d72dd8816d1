"""The builder of the demonstration: two made-up schools, their people, timetable and half a term of history."""
