from extraction.expressions.model import Expression


def read_numbers(text: str, folded: str, taken: list[tuple[int, int]], language: str) -> list[Expression]:
    return []
