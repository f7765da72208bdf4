"""All texts of pages and pictures are there, in both languages."""

import re
from collections.abc import Iterator
from enum import StrEnum
from string import Formatter
from typing import Any, Literal, get_args, get_origin

import pytest

from graph import model
from graph.texts import LANGUAGES, Language, catalogue
from viz.pages import TEMPLATES
from viz.statements import ORDER

VIZ = TEMPLATES.parent
KEY = re.compile(r"""["']([a-z_]+(?:\.[a-z_ ]+)+)["']\s*(\))?\s*\|\s*tn?\b""")
COUNTED = re.compile(r"""\|\s*tn\(["']([a-z_.]+)["']""")
IN_PYTHON = re.compile(r"""\b(text|counted)\(\s*"([a-z_]+(?:\.[a-z_]+)+)\"""")
OWN = ("pages", "mark", "head", "home", "search", "ask", "city", "ring", "rings", "event", "events", "sources")
OWN += ("source", "error", "about", "network", "map")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def used_keys() -> Iterator[str]:
    for template in sorted(TEMPLATES.glob("*.html")):
        source = template.read_text(encoding="utf-8")
        yield from (key for key, _ in KEY.findall(source) if not re.search(rf"""["']{key}["'] \| tn""", source))
        yield from (f"{key}.{form}" for key in COUNTED.findall(source) for form in ("one", "other"))
    for module in sorted(VIZ.glob("*.py")):
        for call, key in IN_PYTHON.findall(module.read_text(encoding="utf-8")):
            yield from ((f"{key}.one", f"{key}.other") if call == "counted" else (key,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_exists_in_each_language(language: Language) -> None:
    said = {key: entry.get(language) for key, entry in sorted(catalogue().items())}
    assert len(said) > 1000
    lacking = [key for key, text in said.items() if not isinstance(text, str) or not text.strip()]
    assert not lacking, "\n".join(lacking)


def test_no_text_is_in_another_language() -> None:
    wrong = [f"{key}: {sorted(entry)}" for key, entry in sorted(catalogue().items()) if set(entry) - set(LANGUAGES)]
    assert not wrong, "\n".join(wrong)


def test_a_text_has_the_same_placeholders_in_both_languages() -> None:
    wrong = []
    for key, entry in sorted(catalogue().items()):
        try:
            found = {language: placeholders(text) for language, text in entry.items()}
        except (TypeError, ValueError) as error:
            wrong.append(f"{key}: {error}")
        else:
            if found.get("de") != found.get("en"):
                wrong.append(f"{key}: {found}")
    assert not wrong, "\n".join(wrong)


def test_every_key_that_templates_and_modules_ask_for_exists() -> None:
    asked = set(used_keys())
    assert len(asked) > 150
    assert sorted(asked - set(catalogue())) == []


def test_no_text_of_the_pages_is_left_over() -> None:
    every = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(VIZ.rglob("*.html")) + sorted(VIZ.glob("*.py"))
    )
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted((VIZ / "static").glob("*.js")))

    def used(key: str) -> bool:
        bare = re.sub(r"\.(one|other)$", "", key)
        group, name = bare.rsplit(".", 1)
        if group.endswith(".script"):
            names = (name, re.sub(r"_(one|other)$", "", name))  # `counted("partners", 2)`
            built = f"`{name.partition('_')[0]}_$" in scripts
            return built or any(f"texts.{one}" in scripts or f'"{one}"' in scripts for one in names)
        built = f'"{group}."' in every or f'"{group}.{{' in every or f'"{bare.rsplit("_", 1)[0]}_' in every
        return f'"{bare}"' in every or f"'{bare}'" in every or built

    assert [key for key in catalogue() if key.split(".")[0] in OWN and not used(key)] == []


def vocabulary() -> Iterator[tuple[str, str]]:
    """(group of labels, value) for all that the model can say in fixed values."""
    groups = {
        (model.EventContent, "kind"): "event_kind",
        (model.ProgrammeContent, "kind"): "programme_kind",
        (model.ProgrammeContent, "status"): "programme_status",
    }
    enums = {
        model.CityKind: "city_kind",
        model.LinkKind: "kind",
        model.LinkStatus: "status",
        model.RingKind: "ring_kind",
        model.EventStatus: "event_status",
    }
    classes = [one for one in vars(model).values() if isinstance(one, type) and issubclass(one, model.Model)]
    for enum, group in enums.items():
        yield from ((group, one.value) for one in enum)
    for one in classes:
        for name, field in one.model_fields.items():
            group = groups.get((one, name), name)
            yield from ((group, value) for value in literals(field.annotation) if name not in ("of",))


def literals(annotation: Any) -> list[str]:
    if get_origin(annotation) is dict:  # the keys of words by language are no vocabulary
        return []
    if get_origin(annotation) is Literal:
        return [value for value in get_args(annotation) if isinstance(value, str)]
    return [value for part in get_args(annotation) if not isinstance(part, str) for value in literals(part)]


def test_every_value_of_the_models_vocabularies_has_a_label() -> None:
    asked = {f"{group}.{value}" for group, value in vocabulary()}
    assert {"kind.friendship", "role.beneficiary", "mode.in person", "event_kind.trip", "type.merge"} <= asked
    assert sorted(asked - set(catalogue())) == []


def test_every_enum_of_the_model_is_labelled_somewhere() -> None:
    enums = [
        one for one in vars(model).values() if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
    ]
    assert len(enums) == 5, "a new enum of the model needs labels in graph/texts/kinds.yaml and a line in vocabulary()"


def test_every_field_that_a_statement_can_have_has_a_label() -> None:
    contents = get_args(get_args(model.AnyContent)[0])
    hidden = {"type", "evidence", "named", "people_about", "of", "event"}
    fields = {name for content in contents for name in content.model_fields} - hidden
    assert sorted(f"field.{name}" for name in fields if f"field.{name}" not in catalogue()) == []


def test_every_type_of_statement_has_its_place_on_a_sources_page() -> None:
    contents = get_args(get_args(model.AnyContent)[0])
    assert {content.model_fields["type"].default for content in contents} == set(ORDER)
