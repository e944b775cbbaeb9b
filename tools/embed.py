"""What embed-pages and embed-text share: text as a C string literal, a line a piece."""


def literal(text):
    return "\n".join('    "' + line.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") + '\\n"'
                     for line in text.splitlines())
