"""Stock: a program in a terminal that counts what is in a store room."""

from pathlib import Path

FILE = Path.home() / "stock.txt"
HELP = "Commands: add NAME NUMBER, take NAME NUMBER, list, total, save, load, quit"


class Stock:
    """What is in the room, by name."""

    def __init__(self) -> None:
        self.held: dict[str, int] = {}

    def answer(self, line: str) -> str:
        """Do what ``line`` says and return what is told."""
        match line.split():
            case ["add", name, many] if many.isdigit():
                self.held[name] = self.held.get(name, 0) + int(many)
                return f"{name}: {self.held[name]} in stock"
            case ["take", name, many] if many.isdigit():
                return self.take(name, int(many))
            case ["list"]:
                return (
                    "\n".join(f"{name}: {self.held[name]}" for name in sorted(self.held))
                    or "Nothing in stock"
                )
            case ["total"]:
                return f"Altogether {sum(self.held.values())} pieces"
            case ["save"]:
                FILE.write_text("".join(f"{name} {many}\n" for name, many in self.held.items()))
                return f"Saved {len(self.held)} kinds"
            case ["load"]:
                return self.load()
            case ["help"]:
                return HELP
            case _:
                return "Unknown command, type help"

    def take(self, name: str, many: int) -> str:
        """Take ``many`` out."""
        if name not in self.held:
            return f"There are no {name}"
        if many > self.held[name]:
            return f"Only {self.held[name]} {name} left"
        self.held[name] -= many
        return f"{name}: {self.held[name]} in stock"

    def load(self) -> str:
        """Replace everything by what was saved."""
        lines = FILE.read_text().splitlines() if FILE.exists() else []
        self.held = {name: int(many) for name, many in (line.split() for line in lines)}
        return f"Loaded {len(self.held)} kinds"


def main() -> None:
    stock = Stock()
    print("Stock room. Type help for a list of commands.")
    while (line := input("> ").strip()) != "quit":
        if line:
            print(stock.answer(line))


if __name__ == "__main__":
    main()
