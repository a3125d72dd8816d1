"""How often pupils were sent to another place, by type, place, time, adult and year: counts, and no names of pupils."""
