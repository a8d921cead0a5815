"""The result: a Markdown table of figures, with what it was measured on and what has to be known beside it."""
import statistics


def spread(values):
    """The median, and the least and most where there are several."""
    values = sorted(value for value in values if value is not None)
    if not values:
        return "-"
    middle = f"{statistics.median(values):.1f}" if values[-1] < 10 else f"{statistics.median(values):.0f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({values[0]:.0f}, {values[-1]:.0f})" if values[-1] >= 10 else middle


class Table:
    """Rows of figures, one column for each server, and the ratio of the first to the second."""

    def __init__(self, servers):
        self.names = [server.name for server in servers]
        self.rows = []
        self.notes = []

    def figures(self, label, values):
        """A row of numbers: for each server what its runs gave; less is better."""
        medians = [statistics.median(one) if one and None not in one else None for one in values]
        ratio = f"{medians[0] / medians[1]:.2f}" if len(medians) > 1 and medians[0] and medians[1] else ""
        self.rows.append((label, [spread(one) for one in values], ratio))

    def words(self, label, values):
        """A row without a ratio."""
        self.rows.append((label, values, ""))

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def markdown(self, date, machine, method):
        heads = ["figure", *self.names] + (["ratio"] if len(self.names) > 1 else [])
        lines = [f"# Switchboard, {date}", "", f"Machine: {machine}.", "", f"Method: {method}", "",
                 "| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
        for label, values, ratio in self.rows:
            cells = [label, *values] + ([ratio] if len(self.names) > 1 else [])
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines + [""] * bool(self.notes) + ["- " + note for note in self.notes])
