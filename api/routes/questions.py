"""The pages of questions: all of them, and each with its form and its answer, a part of it at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from babel.lists import format_list
from fastapi import APIRouter, Request, Response

from api.asdata import answer_formats
from api.forms import columns_of, fields_of, name_towns
from api.given import given_lists, whole
from api.language import language_of, spoken
from api.pages import html, keep, page, unchanged, view_of
from api.problems import not_ready, problem_for_page, problem_of
from api.routes.data import fresh, tried
from api.state import Running
from graph.database import Row
from graph.errors import CitynetError, NotReadyError
from graph.export.answer import answer_json, browser_parameters
from graph.questions import QUESTIONS, question
from graph.questions.asking import Result, asked_about
from graph.questions.base import Question
from graph.texts import Language, text
from viz import say
from viz.graphs import has_graph
from viz.pages import View, render
from viz.parts import part_of

router = APIRouter(include_in_schema=False)


def example_of(asked: Question, request: Request) -> dict[str, str]:
    """A question's worked example as a sentence with its address."""
    query = urlencode([*asked.example.parameters.items(), *spoken(request)], doseq=True)
    sentence = text(f"question.{asked.name}.sentence", language_of(request))
    return {"href": f"/ask/{asked.name}?{query}", "sentence": sentence}


@router.get("/ask")
async def ask_list(request: Request, state: Running) -> Response:
    """All questions by what they are for."""
    if found := await unchanged(request, state):
        return found
    language = language_of(request)
    groups = [
        {
            "title": text(f"group.{group}", language),
            "questions": [_listed(one, request) for one in QUESTIONS.values() if one.group == group],
        }
        for group in dict.fromkeys(one.group for one in QUESTIONS.values())
    ]
    return await page(request, state, "ask_list.html", (("JSON", "/api/questions"),), groups=groups)


def _listed(asked: Question, request: Request) -> dict[str, Any]:
    language = language_of(request)
    return {
        "name": asked.name,
        "title": text(f"question.{asked.name}.title", language),
        "description": text(f"question.{asked.name}.description", language),
        "example": example_of(asked, request),
    }


@router.get("/ask/{name}")
async def ask_page(request: Request, state: Running, name: str) -> Response:
    """A question: its form, and its answer as soon as what it needs is given."""
    asked = question(name)
    if found := await unchanged(request, state):
        return found
    language = language_of(request)
    given = given_lists(request)
    context: dict[str, Any] = {
        "question": _listed(asked, request),
        "fields": fields_of(asked, given, language),
        "answer": None,
        "problem": None,
        "network_url": None,
        "map_url": None,
    }
    view = view_of(request, data_version=await state.version(request))
    status, headers = 200, None
    if set(given) - {"lang", "embed"} or not any(field["required"] for field in context["fields"]):
        result = await tried(state, asked, request, rows=asked.shown)
        if isinstance(result, CitynetError):
            problem = problem_of(result)
            status = problem["status"]
            context["problem"] = problem_for_page(problem, request)
            headers = not_ready(result) if isinstance(result, NotReadyError) else None
        else:
            about = await state.read_for(request, asked_about(result))
            name_towns(context["fields"], about, language)
            view = replace(view, formats=answer_formats(asked, urlencode(whole(request.query_params.multi_items()))))
            context |= _answered(result, view, request) | {"heading": heading(result, about, language)}
            headers = fresh(result, await state.etag(request), await state.version(request))
    body = render("ask.html", lang=language, view=view, **context)
    if headers and "ETag" in headers:
        await keep(request, state, body)
    return html(body, await state.etag(request), status, headers)


def _answered(result: Result, view: View, request: Request) -> dict[str, Any]:
    asked, language = result.question, language_of(request)
    cypher = f"{browser_parameters(result.cypher_parameters)}\n\n{result.cypher}"
    query = urlencode([("question", asked.name), *whole(result.parameters.items()), *spoken(request)], doseq=True)
    notes = [one for one in result.notes if one != result.cut]
    shown = {"columns": columns_of(asked, language), "cypher": cypher, "notes": notes, "part": part_of(result, view)}
    return {
        "answer": answer_json(result, language) | shown,
        "network_url": f"/network?{query}" if result.rows and has_graph(asked.name) else None,
    }


def heading(result: Result, about: list[Row], language: Language) -> str:
    """What an answer shows, in words: 'Partners of Bad Homburg'."""
    names = [say.town(one, language) for one in about]
    joined = format_list(names, locale=language) if names else ""
    lands = {name: say.country(result.parameters.get(name), language) for name in ("country", "partner_country")}
    about_what = ", ".join(filter(None, (joined, *lands.values())))
    about_what = f": {about_what}" if about_what else ""
    return text(f"question.{result.question.name}.heading", language, names=joined, about=about_what, **lands)
