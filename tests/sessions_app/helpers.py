"""What a form of the app sends, and what a request asks the database."""


def asked(seen):
    """The statements that read or write rows; what frames a transaction is left out."""
    frames = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", 'SELECT 1 AS "_check"')
    return [q["sql"] for q in seen if not q["sql"].startswith(frames)]


def rows_of(prefix, *rows):
    """Formset data of new rows."""
    data = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for n, row in enumerate(rows):
        data |= {f"{prefix}-{n}-{name}": value for name, value in row.items()}
    return data
