"""`toolgen completion`: prints what lets bash, zsh or fish complete the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from generator.cli.parsing import COMMANDS, arguments_of
from generator.cli.result import FINE, Result

SHELLS = ("bash", "zsh", "fish")

_WITH_TOOLKITS = frozenset({"generate", "check", "lint", "show", "why", "diff", "release", "pull"})
_HOW = {
    "bash": 'eval "$(toolgen completion bash)"',
    "zsh": 'eval "$(toolgen completion zsh)"',
    "fish": "toolgen completion fish | source",
}


_FISH_TOOLKITS = "(for each in specs/*/; basename $each; end | string match -r '^[A-Za-z0-9._-]+$')"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    lines = "; ".join(_HOW[each] for each in SHELLS)
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"as in {lines}")


def run(options: argparse.Namespace) -> Result:
    """The script for the shell."""
    made = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]
    return Result(FINE, made(), is_data=True)


def _options(command: str) -> list[argparse.Action]:
    return [each for each in arguments_of(command) if each.option_strings]


def _choices(command: str) -> Mapping[str, str]:
    """The values of each option that has a list of them, and those of what needs no option."""
    return {
        option: " ".join(map(str, each.choices))
        for each in arguments_of(command)
        if each.choices
        for option in each.option_strings or [""]
    }


def _words(command: str) -> str:
    return " ".join(option for each in _options(command) for option in each.option_strings)


def _cases() -> Iterator[str]:
    """What bash may suggest after each command, and after its options with listed values."""
    for command in COMMANDS:
        values = [
            f"      {option}) values='{choices}' ;;"
            for option, choices in _choices(command).items()
            if option
        ]
        listed = _choices(command).get("", "")
        toolkits = " toolkits=1" if command in _WITH_TOOLKITS else ""
        yield f"    {command}) words='{_words(command)} {listed}'{toolkits}"
        if values:
            yield '      case "$before" in'
            yield from values
            yield "      esac"
        yield "      ;;"


def _bash() -> str:
    cases = "\n".join(_cases())
    return f"""\
_toolgen() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  local words='' values='' toolkits='' each
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{" ".join(COMMANDS)} --help --version' -- "$word"))
    return
  fi
  case "${{COMP_WORDS[1]}}" in
{cases}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
    return
  fi
  if [ -n "$toolkits" ]; then
    for each in specs/*/; do
      each="${{each#specs/}}" && each="${{each%/}}"
      case "$each" in
        # Of what may be anybody's folders nothing is taken that a shell could read as more than a name.
        *[!A-Za-z0-9._-]*) ;;
        *) words="$words $each" ;;
      esac
    done
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _toolgen toolgen
"""


def _zsh() -> str:
    # zsh runs functions of bash; where compinit was not run, it has to be.
    return f"""\
autoload -Uz compinit bashcompinit
(( $+functions[compdef] )) || compinit -u
bashcompinit
{_bash()}"""


def _fish() -> str:
    lines = ["complete -c toolgen -n __fish_use_subcommand -f"]
    for command, says in COMMANDS.items():
        lines.append(
            f"complete -c toolgen -n __fish_use_subcommand -f -a {command} -d {_quoted(says)}"
        )
        lines += _fish_options(command)
    return "\n".join(lines) + "\n"


def _fish_options(command: str) -> Iterator[str]:
    start = f"complete -c toolgen -n '__fish_seen_subcommand_from {command}'"
    for each in _options(command):
        flags = " ".join(
            f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            for option in each.option_strings
        )
        values = f" -x -a {_quoted(' '.join(map(str, each.choices)))}" if each.choices else ""
        takes = " -r" if each.nargs != 0 and not values else ""
        said = (each.help or "").replace("%%", "%")
        yield f"{start} {flags}{values}{takes} -d {_quoted(said)}"
    if listed := _choices(command).get(""):
        yield f"{start} -f -a {_quoted(listed)}"
    if command in _WITH_TOOLKITS:
        yield f"{start} -a {_quoted(_FISH_TOOLKITS)}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
