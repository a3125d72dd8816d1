"""`evenhand bench`: a school of a stated number of events, the budgets of the design, and the machine's own floors.

`school` builds and keeps the school, `wsgi` serves it with two bare endpoints beside, `client` and `web` measure over
HTTP, `inside` in process, `floors` the machine alone; `running` puts a run together and `report` prints it. Each part
that needs Django runs in a process of its own, with the database named by its environment.
"""
