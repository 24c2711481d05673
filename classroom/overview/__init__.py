"""Who has solved what: reads the notebooks that pupils handed in, and shows pupil × exercise.

    python -m classroom.overview FOLDER

`hand_ins` finds and reads them, `summary` counts, `tables` and `page` show, `rerun` checks the
functions again.
"""
