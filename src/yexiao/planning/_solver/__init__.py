"""The planner's computing core: a season in, a timetable with its proof out.

No Django, no database, no clock but the one that ends a run. ``solve.solve`` plans, ``checker.check`` checks,
``reading`` and ``writing`` speak the exchange files, ``files`` joins them for the command line. Importing this package
loads none of them: NumPy, SciPy and OR-Tools come with the module that computes.
"""
