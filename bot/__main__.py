"""``python -m bot`` is ``sigbot``."""

from bot.cli.main import main

if __name__ == "__main__":
    main()
