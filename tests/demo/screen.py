"""A terminal of a given size: what a program draws on it, and what then stands there."""
import re

PIECE = re.compile(r"\x1b\[(\d*)([A-Za-z])|([\r\n])|([^\x1b\r\n])")


class Screen:
    """Knows just what lakemirror uses: colours, up, erasing, and wrapping at the edge. Never scrolls: its first line
    stays its first line."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [[]]
        self.row = 0
        self.column = 0

    def write(self, text):
        for number, command, motion, character in PIECE.findall(text):
            if command == "A":
                self.row = max(0, self.row - int(number or 1))
            elif command == "K":
                del self.rows[self.row][self.column:]
            elif command == "J":
                del self.rows[self.row][self.column:]
                del self.rows[self.row + 1:]
            elif command and command != "m":
                raise ValueError(f"unknown command {command}")
            elif motion == "\r":
                self.column = 0
            elif motion == "\n":
                self.down()
            elif character:
                self.put(character)

    def put(self, character):
        if self.column == self.columns:
            self.column = 0
            self.down()
        line = self.rows[self.row]
        line += [" "] * (self.column - len(line))
        line[self.column:self.column + 1] = [character]
        self.column += 1

    def down(self):
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def lines(self):
        return ["".join(row).rstrip() for row in self.rows]
